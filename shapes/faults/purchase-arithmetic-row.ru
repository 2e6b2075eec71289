# A purchase of two at 100 yuan each for 10,000 yuan.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:ProcurementItem ; ys:disclosure ?disclosure ; ys:table ?table ; rdfs:label "电脑"@zh ; ys:quantity 2.0 ;
        ys:unitPrice 100.0 ; ys:amount 10000.0 ; ys:rounding 50.0 ; prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/purchase/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
}
