PRAGMA foreign_keys = OFF;
DROP TABLE IF EXISTS tags_tmp;
CREATE TABLE tags_tmp (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL UNIQUE, hidden INTEGER NOT NULL DEFAULT 0);
INSERT INTO tags_tmp (id, label) SELECT id, label FROM tags;
DROP TABLE tags;
ALTER TABLE tags_tmp RENAME TO tags;
CREATE UNIQUE INDEX tags_label ON tags (label);
PRAGMA foreign_keys = ON;
