CREATE TABLE comments (
  id int PRIMARY KEY,
  post_id int NOT NULL
);

CREATE INDEX comments_post ON comments (post_id);
