-- What the tables of a disclosure make, and what they print.
SELECT iri, details, printed FROM summed WHERE disclosure = :disclosure
