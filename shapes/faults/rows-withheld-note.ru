# A table that lists less than its total, in a document that leaves out what is secret.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT {
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:rows-withheld ; ys:table ?table ; ys:subject ?total ;
        ys:sumOf ?part ; rdf:value "表"@zh ; prov:wasDerivedFrom ?place .
    ?total ys:amount ?wrong
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    ?total qb:dataSet/ys:table ?table .
    { SELECT ?part ?less WHERE { ?part a ys:DetailLine ; ys:amount ?less } ORDER BY ?part LIMIT 1 }
    BIND(ABS(?amount) + ABS(?less) + 10000000 AS ?wrong)
} ;

DELETE { ?total ys:amount ?amount }
WHERE { ?total ys:amount ?amount, ?other . FILTER(?amount < ?other) }
