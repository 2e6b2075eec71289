# A plan that ends ten million yuan above the budget.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT {
    ?new a ys:SpendingPlanStep ; ys:projectBudget ?budget ; prov:wasDerivedFrom ?place ;
        ys:dueMonth 12 ; ys:amount ?wrong ; ys:publishedValue "1" .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/plan/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?budget ?amount WHERE { ?budget a ys:ProjectBudget ; ys:amount ?amount } ORDER BY ?budget LIMIT 1 }
    BIND(?amount + 10000000 AS ?wrong)
}
