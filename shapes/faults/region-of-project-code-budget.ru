# A project whose code names a region other than the disclosure's.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { ?project ys:codeRegion ?old }
INSERT { ?project ys:codeRegion ?other ; dct:identifier ?code }
WHERE {
    { SELECT ?budget ?project WHERE { ?budget a ys:ProjectBudget ; ys:project ?project } ORDER BY ?budget LIMIT 1 }
    ?budget ys:disclosure/ys:region ?here .
    { SELECT ?other WHERE {
        ?other a ys:Region . FILTER NOT EXISTS { ?any a ys:Disclosure ; ys:region ?other } } ORDER BY ?other LIMIT 1 }
    OPTIONAL { ?project ys:codeRegion ?old }
    OPTIONAL { ?project dct:identifier ?printed }
    BIND(COALESCE(?printed, "110000250000000000001") AS ?code)
}
