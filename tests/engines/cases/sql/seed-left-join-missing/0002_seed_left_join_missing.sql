INSERT INTO tags (label)
SELECT v.label FROM (SELECT 'a' AS label UNION ALL SELECT 'b') v
LEFT JOIN tags t ON t.label = v.label
WHERE t.label IS NULL;
