-- Disclosures by what is wanted of them; an empty value wants nothing.
SELECT * FROM disclosure
WHERE (:id = '' OR id = :id)
  AND (:region = '' OR region LIKE :region_pattern)
  AND (:department = '' OR department_code = :department OR instr(department, :department) > 0)
  AND (:type = '' OR department_type = :type)
  AND (:year = 0 OR year = :year)
  AND (:phase = '' OR phase = :phase)
ORDER BY year DESC, region, department_code, phase, id
LIMIT :limit OFFSET :offset
