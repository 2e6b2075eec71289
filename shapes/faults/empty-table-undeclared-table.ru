# A table without figures that does not say so.
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?table ys:declaredEmpty ?declaredEmpty ; ys:printedCells ?printedCells }
INSERT { ?table ys:declaredEmpty false ; ys:printedCells 0 }
WHERE {
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
    OPTIONAL { ?table ys:declaredEmpty ?declaredEmpty } OPTIONAL { ?table ys:printedCells ?printedCells }
}
