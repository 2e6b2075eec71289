# A table with figures and no unit.
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?table ys:unitStated ?unitStated ; ys:printedCells ?printedCells }
INSERT { ?table ys:unitStated false ; ys:printedCells 9 }
WHERE {
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
    OPTIONAL { ?table ys:unitStated ?unitStated } OPTIONAL { ?table ys:printedCells ?printedCells }
}
