CREATE TABLE IF NOT EXISTS comments (id int PRIMARY KEY, post_id int, body text);
