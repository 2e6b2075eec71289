-- The values in use by which lists can be narrowed, with how many disclosures each has.
SELECT 'item' AS kind, item AS value, COUNT(DISTINCT disclosure) AS number FROM figure GROUP BY item
UNION ALL SELECT 'rule', rule, COUNT(DISTINCT disclosure) FROM finding GROUP BY rule
UNION ALL SELECT 'type', department_type, COUNT(*) FROM disclosure WHERE department_type <> '' GROUP BY department_type
UNION ALL SELECT 'year', CAST(year AS TEXT), COUNT(*) FROM disclosure GROUP BY year
UNION ALL SELECT 'phase', phase, COUNT(*) FROM disclosure GROUP BY phase
UNION ALL SELECT 'province', province_name, COUNT(*) FROM disclosure WHERE province_name <> '' GROUP BY province_name
ORDER BY kind, value
