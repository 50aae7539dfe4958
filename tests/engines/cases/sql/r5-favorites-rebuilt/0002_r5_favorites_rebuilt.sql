CREATE TABLE favorites_new (
  user_id bigint NOT NULL,
  post_id bigint NOT NULL,
  PRIMARY KEY (user_id, post_id)
);
INSERT INTO favorites_new (user_id, post_id) SELECT user_id, id FROM posts WHERE views > 5;
ALTER TABLE posts DROP COLUMN views;
ALTER TABLE favorites_new RENAME TO favorites;
