CREATE TABLE IF NOT EXISTS tags_next LIKE tags;
ALTER TABLE tags_next ADD COLUMN IF NOT EXISTS colour varchar(10);
INSERT IGNORE INTO tags_next (id, label) SELECT id, label FROM tags;
RENAME TABLE tags TO tags_prev, tags_next TO tags;
DROP TABLE IF EXISTS tags_prev;
