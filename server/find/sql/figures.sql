-- Headline figures with their disclosures; an empty value wants nothing.
SELECT figure.iri, figure.item, figure.amount, figure.printed, figure.lines, disclosure.id, disclosure.iri AS disclosure,
       disclosure.version, disclosure.title, disclosure.region, disclosure.region_name, disclosure.province_name,
       disclosure.department, disclosure.department_type, disclosure.year, disclosure.phase
FROM figure JOIN disclosure ON disclosure.id = figure.disclosure
WHERE (:id = '' OR disclosure.id = :id)
  AND (:item = '' OR figure.item = :item)
  AND (:region = '' OR disclosure.region LIKE :region_pattern)
  AND (:department = '' OR department_code = :department OR instr(department, :department) > 0)
  AND (:type = '' OR disclosure.department_type = :type)
  AND (:year = 0 OR disclosure.year = :year)
  AND (:phase = '' OR disclosure.phase = :phase)
ORDER BY CASE :order WHEN 'amount' THEN -CAST(figure.amount AS REAL) ELSE 0 END,
         CASE :order WHEN 'year' THEN disclosure.region || disclosure.department_iri ELSE '' END,
         CASE :order WHEN 'year' THEN disclosure.year ELSE 0 END,
         disclosure.year DESC, disclosure.region, disclosure.id, figure.item
LIMIT :limit OFFSET :offset
