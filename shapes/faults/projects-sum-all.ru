# Projects of a million yuan each, and project expenditure that is a twentieth more than they are together; the tables are
# made to be of the kinds.
PREFIX fund: <https://w3id.org/yusuan/code/fund-source/>
PREFIX function: <https://w3id.org/yusuan/code/function/>
PREFIX department: <https://w3id.org/yusuan/code/economic-department/>
PREFIX government: <https://w3id.org/yusuan/code/economic-government/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX kind: <https://w3id.org/yusuan/code/table-kind/>
PREFIX expenditure: <https://w3id.org/yusuan/code/expenditure-kind/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE { ?total ?dimension ?old . ?set ys:tableKind ?kind . ?budget ys:amount ?before }
INSERT {
    ?budget ys:amount 1000000.0 .
    ?total ys:amount ?more ; ys:expenditureKind expenditure:project ; ys:fundSource fund:total ;
        ys:function function:total ; ys:budgetUnit ?department ;
        ys:deptEconomic department:total ;
        ys:govEconomic government:total .
    ?set ys:tableKind kind:expenditure_summary .
}
WHERE {
    { SELECT (COUNT(?each) * 1050000.0 AS ?more) WHERE { ?each a ys:ProjectBudget ; ys:amount ?any } }
    ?budget a ys:ProjectBudget ; ys:amount ?before .
    { SELECT ?total WHERE { ?total a ys:TotalLine } ORDER BY ?total LIMIT 1 }
    ?total qb:dataSet ?set ; ys:department ?department ; ?dimension ?old . ?set ys:tableKind ?kind .
    FILTER(?dimension IN (ys:amount, ys:expenditureKind, ys:fundSource, ys:function, ys:budgetUnit, ys:deptEconomic,
        ys:govEconomic))
}
