# A target that allows ten million yuan more than the budget.
PREFIX comparator: <https://w3id.org/yusuan/code/comparator/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:IndicatorTarget ; ys:projectBudget ?budget ; prov:wasDerivedFrom ?place ;
        ys:disclosure ?disclosure ; rdfs:label "项目总成本"@zh ; ys:publishedValue "≤1元" ;
        ys:comparator comparator:ge ; ys:targetValue ?wrong ; ys:targetUnit "元" .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/indicator/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?budget ?amount WHERE { ?budget a ys:ProjectBudget ; ys:amount ?amount } ORDER BY ?budget LIMIT 1 }
    BIND(?amount + 10000000 AS ?wrong)
}
