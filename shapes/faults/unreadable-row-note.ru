# A row that the reader could not take apart.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT {
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:unreadable-row ; rdf:value "所见"@zh ;
        prov:wasDerivedFrom ?place ; ys:table ?table .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
}
