DROP TABLE IF EXISTS tags_new;
CREATE TABLE tags_new (id integer PRIMARY KEY, label text NOT NULL);
INSERT INTO tags_new SELECT id, label FROM tags;
DROP TABLE tags;
ALTER TABLE tags_new RENAME TO tags;
