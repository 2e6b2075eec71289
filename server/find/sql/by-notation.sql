-- The things with a code.
SELECT iri, kind, type, label, english, notation, place, label AS matched FROM entity
WHERE notation = :notation AND (:kind = '' OR kind = :kind) AND (:type = '' OR type = :type)
ORDER BY kind, iri LIMIT :limit
