ALTER TABLE IF EXISTS tags RENAME TO labels;
CREATE OR REPLACE VIEW tag_counts AS WITH tags AS (SELECT label FROM labels) SELECT label, count(*) AS n FROM tags GROUP BY label;
