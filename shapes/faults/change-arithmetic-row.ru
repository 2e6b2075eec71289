# A printed change of 50 万元 from a figure to the same figure.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX comparison: <https://w3id.org/yusuan/code/comparison-kind/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT {
    ?figure a ys:Comparison ; ys:disclosure ?disclosure ; ys:table ?table ; rdfs:label "增减额"@zh ;
        ys:comparisonKind ?kind ; ys:compares ?line ; ys:comparedWith ?line ;
        ys:change 500000.0 ; ys:rounding 50.0 ; ys:publishedValue "50.00" ; ys:publishedUnit "万元" ; prov:wasDerivedFrom ?place .
    ?kind a skos:Concept ; skos:inScheme ?list ; skos:notation "difference" ;
        skos:prefLabel "增减额"@zh, "difference"@en .
}
WHERE {
    { SELECT ?line WHERE { ?line a ys:DetailLine ; ys:amount ?amount . FILTER(?amount > 0) } ORDER BY DESC(?amount) ?line LIMIT 1 }
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    BIND(IRI(CONCAT(STR(?version), "/comparison/fault")) AS ?figure)
    BIND(comparison:difference AS ?kind)
    BIND(<https://w3id.org/yusuan/code/comparison-kind> AS ?list)
}
