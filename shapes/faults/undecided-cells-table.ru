# A table of which three figures have no column.
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?table ys:undecidedCells ?undecidedCells }
INSERT { ?table ys:undecidedCells 3 }
WHERE {
    { SELECT ?table WHERE { ?table a ys:SourceTable } ORDER BY ?table LIMIT 1 }
    OPTIONAL { ?table ys:undecidedCells ?undecidedCells }
}
