# Pension contributions as an economic item, and no money under their function.
PREFIX department: <https://w3id.org/yusuan/code/economic-department/>
PREFIX function: <https://w3id.org/yusuan/code/function/>
PREFIX ys: <https://w3id.org/yusuan/def#>

DELETE { ?line ys:function ?pensions }
INSERT { ?line ys:function function:2101599 }
WHERE { ?line ys:function ?pensions . FILTER(CONTAINS(STR(?pensions), "/function/208")) } ;

DELETE { ?total ys:deptEconomic ?old ; ys:function ?own }
INSERT { ?total ys:deptEconomic department:30108 ; ys:function function:total }
WHERE {
    { SELECT ?total ?old ?own WHERE { ?total a ys:TotalLine ; ys:amount ?amount ; ys:deptEconomic ?old ; ys:function ?own . FILTER(?amount > 0) }
      ORDER BY ?total LIMIT 1 }
}
