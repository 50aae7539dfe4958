ALTER TABLE tags RENAME TO tags_old;
CREATE TABLE IF NOT EXISTS tags (id integer PRIMARY KEY, label text NOT NULL, color text);
INSERT OR IGNORE INTO tags (id, label) SELECT id, label FROM tags_old;
DROP TABLE IF EXISTS tags_old;
