# A change of 50 万元 of which the parts make up 30.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX direction: <https://w3id.org/yusuan/code/direction/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?whole ys:amount 500000.0 ; ys:sumOf ?part .
    ?part ys:amount 300000.0 .
    ?each a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:total ; rdfs:label "支出"@zh ; ys:rounding 50.0 ;
        ys:direction ?up ; ys:publishedValue "50.00" ; prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure . 
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.whole")) AS ?whole)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.part")) AS ?part)
    BIND(direction:increase AS ?up)
    { SELECT ?number WHERE { VALUES ?number { 1 2 } } }
    BIND(IF(?number = 1, ?whole, ?part) AS ?each)
}
