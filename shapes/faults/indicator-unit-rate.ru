# A rate in money.
PREFIX comparator: <https://w3id.org/yusuan/code/comparator/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:IndicatorTarget ; prov:wasDerivedFrom ?place ;
        ys:disclosure ?disclosure ; rdfs:label "成本控制率"@zh ; ys:publishedValue "≤5万元" ;
        ys:comparator comparator:le ; ys:projectBudget ?budget ; ys:targetValue 5.0 ; ys:targetUnit "万元" .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/indicator/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?budget ?amount WHERE { ?budget a ys:ProjectBudget ; ys:amount ?amount . FILTER(?amount > 0) } ORDER BY ?budget LIMIT 1 }
}
