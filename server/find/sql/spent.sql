-- What each disclosure spends under a code, by table; only tables whose details make what they print.
SELECT summed.disclosure, summed.iri AS source, summed.kind, spent.amount
FROM spent JOIN summed ON summed.id = spent.source
WHERE spent.list = :list AND spent.code = :code AND summed.whole
