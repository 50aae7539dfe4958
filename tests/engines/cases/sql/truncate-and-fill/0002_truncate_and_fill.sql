TRUNCATE TABLE posts;
INSERT INTO posts (title) VALUES ('welcome');
