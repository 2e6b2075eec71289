# A reason for more, where it is 0 more.
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX direction: <https://w3id.org/yusuan/code/direction/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
    ?new a ys:StatedFigure ; ys:disclosure ?disclosure ; rdfs:label "支出"@zh ; prov:wasDerivedFrom ?place ;
        ys:item item:reception ; ys:direction direction:increase ; ys:amount 0.0 ; ys:rounding 50.0 ; ys:publishedValue "0" ; ys:publishedUnit "万元" ; ys:reason "业务增加"@zh .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
}
