# A sentence that gives a line's figure with another value.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:total ; rdfs:label "支出"@zh ;
        ys:publishedValue "1" ; ys:publishedUnit "万元" ; prov:wasDerivedFrom ?place ;
        ys:refersTo ?line ; ys:amount ?wrong ; ys:rounding 50.0 .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?line ?amount WHERE { ?line a ys:TotalLine ; ys:amount ?amount } ORDER BY ?line LIMIT 1 }
    BIND(?amount + 10000000 AS ?wrong)
}
