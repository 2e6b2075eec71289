-- Findings with their disclosures; an empty value wants nothing.
SELECT finding.iri, finding.rule, finding.severity, finding.fault, finding.comment_zh, finding.comment_en,
       finding.expected, finding.found, finding.difference, finding.lines, disclosure.id, disclosure.iri AS disclosure,
       disclosure.version, disclosure.title, disclosure.region, disclosure.region_name, disclosure.department,
       disclosure.year, disclosure.phase
FROM finding JOIN disclosure ON disclosure.id = finding.disclosure
WHERE (:id = '' OR disclosure.id = :id)
  AND (:rule = '' OR finding.rule = :rule)
  AND (:severity = '' OR lower(finding.severity) = lower(:severity))
  AND (:fault = '' OR finding.fault = :fault)
  AND (:region = '' OR disclosure.region LIKE :region_pattern)
  AND (:department = '' OR department_code = :department OR instr(department, :department) > 0)
  AND (:type = '' OR disclosure.department_type = :type)
  AND (:year = 0 OR disclosure.year = :year)
  AND (:phase = '' OR disclosure.phase = :phase)
ORDER BY disclosure.year DESC, disclosure.region, disclosure.id, finding.rule, finding.iri
LIMIT :limit OFFSET :offset
