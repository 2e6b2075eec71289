-- How many things match, counted as far as the search looks.
WITH hit AS (SELECT rowid AS name FROM words WHERE words MATCH :match LIMIT :cap)
SELECT COUNT(DISTINCT name.entity) FROM hit JOIN name ON name.rowid = hit.name
