# An amount in 元 whose number is that of a total row in 万元.
PREFIX function: <https://w3id.org/yusuan/code/function/>
PREFIX department: <https://w3id.org/yusuan/code/economic-department/>
PREFIX government: <https://w3id.org/yusuan/code/economic-government/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?total ?dimension ?code }
INSERT {
    ?total ?dimension ?all .
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:unit-implausible ; rdf:value "1元"@zh ; ys:amount ?yuan ;
        prov:wasDerivedFrom ?place .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    BIND(?amount / 10000 AS ?yuan)
    OPTIONAL {
        ?total ?dimension ?code . FILTER(?dimension IN (ys:function, ys:deptEconomic, ys:govEconomic))
        BIND(IF(?dimension = ys:function, function:total,
            IF(?dimension = ys:deptEconomic, department:total, government:total)) AS ?all)
    }
}
