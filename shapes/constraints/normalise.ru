# Brings a cube into its normal form: what abbreviations leave out is written down. Run before the constraints.
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

# types that follow from properties
INSERT { ?line a qb:Observation } WHERE { { [] qb:observation ?line } UNION { ?line qb:dataSet [] } } ;
INSERT { ?set a qb:DataSet } WHERE { { [] qb:dataSet ?set } UNION { ?set qb:structure [] } UNION { ?set qb:slice [] } } ;
INSERT { ?slice a qb:Slice } WHERE { { [] qb:slice ?slice } UNION { ?slice qb:sliceStructure [] } } ;
INSERT { ?key a qb:SliceKey } WHERE { { [] qb:sliceKey ?key } UNION { [] qb:sliceStructure ?key } } ;

# components by their kinds
INSERT { ?component qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?component qb:dimension ?p } ;
INSERT { ?component qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?component qb:measure ?p } ;
INSERT { ?component qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?component qb:attribute ?p } ;

# what is said once of a data set, of a slice, or of a measure holds for their observations
INSERT { ?line qb:dataSet ?set } WHERE { ?set qb:slice/qb:observation ?line } ;
INSERT { ?line ?p ?value } WHERE {
  ?component qb:componentAttachment qb:DataSet ; qb:componentProperty ?p .
  ?structure qb:component ?component . ?set qb:structure ?structure ; ?p ?value . ?line qb:dataSet ?set .
} ;
INSERT { ?line ?p ?value } WHERE {
  ?component qb:componentAttachment qb:Slice ; qb:componentProperty ?p .
  ?structure qb:component ?component . ?set qb:structure ?structure ; qb:slice ?slice .
  ?slice ?p ?value ; qb:observation ?line .
} ;
INSERT { ?line ?p ?value } WHERE {
  ?slice qb:observation ?line ; qb:sliceStructure/qb:componentProperty ?p ; ?p ?value .
} ;
INSERT { ?line ?p ?value } WHERE {
  ?component qb:componentAttachment qb:MeasureProperty ; qb:componentProperty ?p .
  ?structure qb:component ?component , ?other . ?other qb:componentProperty ?measure .
  ?measure a qb:MeasureProperty ; ?p ?value . ?set qb:structure ?structure . ?line qb:dataSet ?set ; ?measure [] .
}
