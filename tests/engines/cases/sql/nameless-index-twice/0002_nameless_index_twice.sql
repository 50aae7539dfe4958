CREATE INDEX ON orders (user_id) WHERE total > 100;
DROP INDEX orders_user_id_idx;
