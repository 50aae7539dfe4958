CREATE TEMPORARY TABLE fresh (id int);
INSERT INTO fresh SELECT id FROM users;
UPDATE posts SET views = 0 WHERE user_id IN (SELECT id FROM fresh);
DROP TABLE fresh;
