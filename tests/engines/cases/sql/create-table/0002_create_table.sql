CREATE TABLE comments (id int PRIMARY KEY, post_id int, body text);
