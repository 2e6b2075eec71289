-- The properties in use, the most frequent first.
SELECT iri, triples AS number FROM predicate ORDER BY triples DESC, iri
