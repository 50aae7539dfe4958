DROP VIEW IF EXISTS user_stats CASCADE;
CREATE VIEW user_stats AS SELECT u.id, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE VIEW big_spenders AS SELECT * FROM user_stats WHERE spent > 1000;
