-- How many findings there are, by rule, severity and disclosure.
SELECT rule, severity, disclosure, number FROM finding_count
