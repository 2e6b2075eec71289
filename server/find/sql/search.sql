-- The things whose names match, the nearest first: the whole name, its beginning, then by weight of the words. What
-- is only aimed at (indicators) comes after what has money of its own.
WITH hit AS (SELECT rowid AS name, rank AS weight FROM words WHERE words MATCH :match ORDER BY rank LIMIT :cap)
SELECT entity.iri, entity.kind, entity.type, entity.label, entity.english, entity.notation, entity.place,
       name.text AS matched, MIN(hit.weight) AS weight
FROM hit JOIN name ON name.rowid = hit.name JOIN entity ON entity.id = name.entity
GROUP BY entity.id
ORDER BY MAX(name.text = :words OR entity.notation = :words) DESC, entity.kind = 'indicator',
         MAX(substr(name.text, 1, length(:words)) = :words) DESC, MIN(hit.weight), length(entity.label), entity.iri
LIMIT :limit OFFSET :offset
