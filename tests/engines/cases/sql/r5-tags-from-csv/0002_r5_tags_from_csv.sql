CREATE TABLE post_tags (post_id integer NOT NULL REFERENCES posts (id), tag_id integer NOT NULL REFERENCES tags (id), PRIMARY KEY (post_id, tag_id)) WITHOUT ROWID;
INSERT OR IGNORE INTO tags (label) SELECT DISTINCT j.value FROM posts p, json_each('["' || replace(p.title, ',', '","') || '"]') j;
INSERT INTO post_tags (post_id, tag_id) SELECT p.id, t.id FROM posts p JOIN tags t ON t.label = p.title;
