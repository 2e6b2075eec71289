# No fixed assets, it is said, and money for running vehicles.
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:StatedFigure ; ys:disclosure ?disclosure ; rdfs:label "支出"@zh ; prov:wasDerivedFrom ?place ;
        ys:item item:fixed-assets ; ys:amount 0.0 ; ys:rounding 50.0 ; ys:publishedValue "0" ; ys:publishedUnit "万元" .
    ?running a ys:StatedFigure ; ys:disclosure ?disclosure ; rdfs:label "支出"@zh ; prov:wasDerivedFrom ?place ;
        ys:item item:vehicle-operation ; ys:amount 60000.0 ; ys:rounding 50.0 ; ys:publishedValue "6" ; ys:publishedUnit "万元" .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/stated/running")) AS ?running)
}
