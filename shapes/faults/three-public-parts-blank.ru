# A sum of items over parts that are all blank.
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?total ys:sumOfItems ?old }
INSERT { ?total ys:sumOfItems rdf:nil }
WHERE {
    { SELECT ?total ?amount WHERE { ?total a ys:TotalLine ; ys:amount ?amount . FILTER(?amount != 0) } ORDER BY ?total LIMIT 1 }
    OPTIONAL { ?total ys:sumOfItems ?old }
}
