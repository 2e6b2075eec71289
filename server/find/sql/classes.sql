-- The classes in use, the most frequent first.
SELECT iri, entities AS number FROM class ORDER BY entities DESC, iri
