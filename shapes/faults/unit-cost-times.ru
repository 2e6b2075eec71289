# A cost per person that, times the persons, is far above the budget.
PREFIX comparator: <https://w3id.org/yusuan/code/comparator/>
PREFIX indicator: <https://w3id.org/yusuan/code/indicator-type/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:IndicatorTarget ; prov:wasDerivedFrom ?place ;
        ys:disclosure ?disclosure ; rdfs:label "人均成本"@zh ; ys:publishedValue "≤900000000元" ;
        ys:comparator comparator:le ; ys:projectBudget ?budget ; ys:targetValue 900000000.0 ; ys:targetUnit "元" ; ys:indicatorType indicator:output-cost .
    ?count a ys:IndicatorTarget ; ys:projectBudget ?budget ; prov:wasDerivedFrom ?place ;
        ys:disclosure ?disclosure ; rdfs:label "培训数量"@zh ; ys:publishedValue "≥900000000人" ;
        ys:comparator comparator:ge ; ys:targetValue 900000000.0 ; ys:targetUnit "人" ; ys:indicatorType indicator:quantity .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/indicator/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?budget ?amount WHERE { ?budget a ys:ProjectBudget ; ys:amount ?amount . FILTER(?amount > 0) } ORDER BY ?budget LIMIT 1 }
    BIND(IRI(CONCAT(STR(?version), "/indicator/count")) AS ?count)
}
