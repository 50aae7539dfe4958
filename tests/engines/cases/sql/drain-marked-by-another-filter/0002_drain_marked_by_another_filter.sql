INSERT INTO plans (name, price) SELECT title, views FROM posts WHERE state = 0;
UPDATE posts SET state = 5 WHERE views > 5;
