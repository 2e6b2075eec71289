-- The graphs in use, the most frequent first.
SELECT iri, triples AS number FROM graph ORDER BY triples DESC, iri
