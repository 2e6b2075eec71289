# A share of 93 % that the amount has in no total of the document.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?share ys:percent 93.0 ; ys:rounding 0.005 ; ys:basedOn ?part ; ys:shareOf ?total ; ys:publishedValue "93.00" ;
        ys:publishedUnit "%" .
    ?part ys:amount 0.07 ; ys:rounding 0.005 ; ys:publishedValue "0.07" .
    ?each a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:total ; rdfs:label "支出"@zh ;
        prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure . 
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.share")) AS ?share)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault.part")) AS ?part)
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    { SELECT ?number WHERE { VALUES ?number { 1 2 } } }
    BIND(IF(?number = 1, ?share, ?part) AS ?each)
}
