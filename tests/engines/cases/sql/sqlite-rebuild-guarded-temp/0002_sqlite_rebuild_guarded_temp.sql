DROP TABLE IF EXISTS _tags_new;
CREATE TABLE _tags_new (id integer PRIMARY KEY, label text NOT NULL UNIQUE);
INSERT INTO _tags_new (id, label) SELECT id, label FROM tags;
DROP TABLE tags;
ALTER TABLE _tags_new RENAME TO tags;
