# A project whose performance sheet has ten million yuan more than the list.
PREFIX fund: <https://w3id.org/yusuan/code/fund-source/>
PREFIX vintage: <https://w3id.org/yusuan/code/fund-vintage/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX kind: <https://w3id.org/yusuan/code/table-kind/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE { ?sheet ?dimension ?old . ?sheets ys:tableKind ?kind . ?line ?narrow ?value . ?lines ys:tableKind ?other }
INSERT {
    ?sheet ys:project ?project ; ys:amount ?wrong ; ys:fundSource fund:total .
    ?line ys:project ?project ; ys:fundSource fund:total ;
        ys:fundVintage vintage:total .
    ?sheets ys:tableKind kind:project_performance . ?lines ys:tableKind kind:project_expenditure .
}
WHERE {
    { SELECT ?line ?right WHERE { ?line a ys:DetailLine ; ys:amount ?right } ORDER BY ?line LIMIT 1 }
    ?line qb:dataSet ?lines . ?lines ys:tableKind ?other .
    { SELECT ?sheet WHERE { ?sheet a ys:TotalLine } ORDER BY ?sheet LIMIT 1 }
    ?sheet qb:dataSet ?sheets ; ?dimension ?old . ?sheets ys:tableKind ?kind .
    FILTER(?dimension IN (ys:amount, ys:project, ys:fundSource))
    { SELECT ?project WHERE { ?project a ys:Project } ORDER BY ?project LIMIT 1 }
    OPTIONAL { ?line ?narrow ?value . FILTER(?narrow IN (ys:project, ys:fundSource, ys:fundVintage)) }
    BIND(?right + 10000000 AS ?wrong)
}
