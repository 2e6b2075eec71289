-- Some things; the IRIs come as a JSON list.
SELECT iri, kind, type, label, english, notation, place FROM entity WHERE iri IN (SELECT value FROM json_each(:iris))
