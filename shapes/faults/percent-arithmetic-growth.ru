# A growth rate that its change does not make: 10 of 100 before are no 50 %.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX direction: <https://w3id.org/yusuan/code/direction/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?rate ys:percent 50.0 ; ys:rounding 0.005 ; ys:basedOn ?change ; ys:publishedValue "50.00" ; ys:publishedUnit "%" .
    ?change ys:amount 100000.0 ; ys:direction ?up ; ys:rounding 50.0 ; ys:basedOn ?now ; ys:publishedValue "10.00" .
    ?now ys:amount 1100000.0 ; ys:rounding 50.0 ; ys:publishedValue "110.00" .
    ?each a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:total ; rdfs:label "支出"@zh ;
        prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure . 
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.rate")) AS ?rate)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.change")) AS ?change)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.now")) AS ?now)
    BIND(direction:increase AS ?up)
    { SELECT ?number WHERE { VALUES ?number { 1 2 3 } } }
    BIND(IF(?number = 1, ?rate, IF(?number = 2, ?change, ?now)) AS ?each)
}
