CREATE TABLE IF NOT EXISTS archive (id bigint PRIMARY KEY, label varchar(100));
INSERT INTO archive (id, label) SELECT id, label FROM tags WHERE NOT EXISTS (SELECT 1 FROM archive);
