CREATE TEMP TABLE keepers AS SELECT min(id) AS id FROM tags GROUP BY lower(label);
DELETE FROM tags WHERE id NOT IN (SELECT id FROM keepers);
DROP TABLE keepers;
DROP INDEX IF EXISTS tags_label;
CREATE UNIQUE INDEX IF NOT EXISTS tags_label_lower_key ON tags (lower(label));
