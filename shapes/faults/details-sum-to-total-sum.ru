# A total row of which one part is ten million yuan larger than its lines say.
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?total ys:sumOfDetails ?old }
INSERT { ?total ys:sumOfDetails ?part . ?part ys:amount ?more }
WHERE {
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    { SELECT ?part ?less WHERE { ?part a ys:DetailLine ; ys:amount ?less } ORDER BY ?part LIMIT 1 }
    OPTIONAL { ?total ys:sumOfDetails ?old }
    BIND(?less AS ?more)
} ;

DELETE { ?total ys:amount ?amount }
INSERT { ?total ys:amount ?wrong }
WHERE {
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    BIND(?amount + 10000000 AS ?wrong)
}
