-- All names of some things; the IRIs come as a JSON list.
SELECT entity.iri, name.text, name.language
FROM entity JOIN name ON name.entity = entity.id WHERE entity.iri IN (SELECT value FROM json_each(:iris))
