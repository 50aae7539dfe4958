CREATE TABLE user_totals (user_id bigint, total bigint);
INSERT INTO user_totals (user_id, total) SELECT user_id, sum(total) FROM orders WHERE status = 'paid' OR status = 'open' GROUP BY user_id;
