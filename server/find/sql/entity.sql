-- One thing by its IRI.
SELECT iri, kind, type, label, english, notation, place FROM entity WHERE iri = :iri
