-- The types of the things that have names, and how many each has.
SELECT kind, type, COUNT(*) AS number FROM entity GROUP BY kind, type ORDER BY kind, number DESC
