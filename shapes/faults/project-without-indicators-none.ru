# A project without any target.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT {
    ?new a ys:ProjectBudget ; ys:project ?project ; ys:disclosure ?disclosure ; ys:amount 7.0 ; ys:publishedValue "7" ;
        prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/project/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?project WHERE { ?budget a ys:ProjectBudget ; ys:project ?project } ORDER BY ?project LIMIT 1 }
}
