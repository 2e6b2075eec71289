# A line that prints another table's figure with another value.
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?line ys:amount ?amount ; ys:repeats ?old }
INSERT { ?line ys:amount ?wrong ; ys:repeats ?first }
WHERE {
    { SELECT ?first ?right WHERE { ?first a ys:DetailLine ; ys:amount ?right } ORDER BY ?first LIMIT 1 }
    { SELECT ?line ?amount WHERE { ?line a ys:TotalLine ; ys:amount ?amount } ORDER BY ?line LIMIT 1 }
    OPTIONAL { ?line ys:repeats ?old }
    BIND(?right + 10000000 AS ?wrong)
}
