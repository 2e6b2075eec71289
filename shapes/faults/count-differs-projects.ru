# A sentence that counts 997 projects.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT {
    ?new a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:projects-number ; rdfs:label "支出"@zh ;
        ys:publishedValue "1" ; ys:publishedUnit "万元" ; prov:wasDerivedFrom ?place ;
        ys:count 997.0 ; ys:fiscalYear "2025"^^xsd:gYear .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    ?budget a ys:ProjectBudget .
}
