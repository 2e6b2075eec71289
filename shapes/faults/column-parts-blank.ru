# A total column over parts that are all blank.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?total ys:sumOfColumns ?old }
INSERT { ?total ys:sumOfColumns rdf:nil }
WHERE {
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    OPTIONAL { ?total ys:sumOfColumns ?old }
}
