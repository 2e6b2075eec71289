-- Project budgets with their disclosures, the largest first; an empty value wants nothing.
SELECT project.iri, project.project, project.name, project.amount, project.type AS project_type, project.lines,
       disclosure.id, disclosure.iri AS disclosure, disclosure.version, disclosure.title, disclosure.region,
       disclosure.region_name, disclosure.department, disclosure.year, disclosure.phase
FROM project JOIN disclosure ON disclosure.id = project.disclosure
WHERE (:id = '' OR disclosure.id = :id)
  AND (:q = '' OR instr(project.name, :q) > 0)
  AND (:region = '' OR disclosure.region LIKE :region_pattern)
  AND (:department = '' OR department_code = :department OR instr(department, :department) > 0)
  AND (:type = '' OR disclosure.department_type = :type)
  AND (:year = 0 OR disclosure.year = :year)
  AND (:phase = '' OR disclosure.phase = :phase)
ORDER BY project.amount IS NULL, -CAST(project.amount AS REAL), disclosure.year DESC, project.iri
LIMIT :limit OFFSET :offset
