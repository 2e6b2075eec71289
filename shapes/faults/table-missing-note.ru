# A table that the contents announce and the document does not have.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX kind: <https://w3id.org/yusuan/code/table-kind/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?gone ys:tableKind kind:state_capital_expenditure }
INSERT {
    ?gone ys:tableKind kind:other .
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:table-missing ;
        rdf:value "国有资本经营预算支出表"@zh ; ys:tableKind kind:state_capital_expenditure ; prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    OPTIONAL { ?gone a ys:SourceTable ; ys:tableKind kind:state_capital_expenditure }
}
