# A project that is listed again under another code.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:ProjectBudget ; ys:project ?second ; ys:disclosure ?disclosure ; ys:amount ?amount ; ys:publishedValue "1" ;
        prov:wasDerivedFrom ?place .
    ?second a ys:Project ; rdfs:label ?name ; dct:identifier "zzz" ; ys:department ?department .
    ?department a ys:Department .
    ?own ys:projectBudget ?new .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/project/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/fault/second")) AS ?second)
    ?disclosure ys:department ?department .
    { SELECT ?budget ?amount ?name WHERE {
        ?budget a ys:ProjectBudget ; ys:amount ?amount ; ys:project ?project . FILTER(?amount > 0)
        ?project rdfs:label ?name ; dct:identifier ?code } ORDER BY ?budget LIMIT 1 }
}
