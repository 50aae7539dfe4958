CREATE TABLE IF NOT EXISTS purged (post_id bigint PRIMARY KEY);
INSERT INTO purged (post_id) SELECT id FROM posts WHERE state = 1;
DELETE FROM posts WHERE state = 1;
