CREATE TABLE user_totals (user_id bigint, orders bigint, posts bigint);
INSERT INTO user_totals (user_id, orders, posts) SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id), (SELECT count(*) FROM posts p WHERE p.user_id = u.id) FROM users u;
