# A rate of a budget that the text gives as zero.
PREFIX comparator: <https://w3id.org/yusuan/code/comparator/>
PREFIX item: <https://w3id.org/yusuan/code/item/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?said ys:amount ?many }
INSERT {
    ?said ys:amount 0.0 .
    ?new a ys:IndicatorTarget ; prov:wasDerivedFrom ?place ;
        ys:disclosure ?disclosure ; rdfs:label "政府采购执行率"@zh ; ys:publishedValue "≥90%" ;
        ys:comparator comparator:ge ; ys:targetValue 90.0 ; ys:targetUnit "%" .
    ?stated a ys:StatedFigure ; ys:disclosure ?disclosure ; ys:item item:procurement ; rdfs:label "支出"@zh ;
        ys:publishedValue "0" ; ys:publishedUnit "万元" ; ys:amount 0.0 ; ys:rounding 50.0 ;
        ys:fiscalYear "2025"^^xsd:gYear ; prov:wasDerivedFrom ?place .
}
WHERE {
    OPTIONAL { ?said a ys:StatedFigure ; ys:item item:procurement ; ys:amount ?many . FILTER(?many > 0) }
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/indicator/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/stated/fault")) AS ?stated)
}
