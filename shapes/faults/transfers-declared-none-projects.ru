# No special transfer, it is said, and a project that is one.
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:StatedFigure ; ys:disclosure ?disclosure ; rdfs:label "支出"@zh ; prov:wasDerivedFrom ?place ;
        ys:item item:transfer-projects-number ; ys:count 0.0 ; ys:publishedValue "0" ; ys:publishedUnit "项" .
    ?budget ys:isCentralTransfer true .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?budget WHERE { ?budget a ys:ProjectBudget ; ys:project ?project } ORDER BY ?budget LIMIT 1 }
}
