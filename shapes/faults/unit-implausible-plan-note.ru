# A spending plan headed % whose only step is the budget in money.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?step ?property ?value }
INSERT {
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:unit-implausible ; ys:projectBudget ?budget ;
        rdf:value "资金支出计划（%）"@zh ; prov:wasDerivedFrom ?place .
    ?last a ys:SpendingPlanStep ; ys:projectBudget ?budget ; ys:dueMonth 12 ; ys:amount ?amount ; ys:publishedValue "1" ;
        prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/plan/fault")) AS ?last)
    { SELECT ?budget ?amount WHERE {
        ?budget a ys:ProjectBudget ; ys:amount ?amount . FILTER(?amount != 1000000) } ORDER BY ?budget LIMIT 1 }
    OPTIONAL { ?step ys:projectBudget ?budget ; a ys:SpendingPlanStep ; ?property ?value }
}
