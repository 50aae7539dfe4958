CREATE TABLE top_posts (post_id bigint, title varchar(200));
INSERT INTO top_posts (post_id, title) SELECT p.id, p.title FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.views LIMIT 10;
