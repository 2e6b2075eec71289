# A promise that no project keeps: targets of a kind that the list does not know.
PREFIX rule: <https://w3id.org/yusuan/code/rule/>
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT {
    ?new a ys:ReadingNote ; ys:disclosure ?disclosure ; ys:rule rule:indicator-promised ; rdf:value "生态成本"@zh ;
        prov:wasDerivedFrom ?place ; dct:identifier "ecological-cost" .
}
WHERE {
    ?version a ys:DisclosureVersion ; ys:disclosure ?disclosure .
    BIND(IRI(CONCAT(STR(?version), "/note/fault")) AS ?new)
    BIND(IRI(CONCAT(STR(?version), "/source#L1")) AS ?place)
}
