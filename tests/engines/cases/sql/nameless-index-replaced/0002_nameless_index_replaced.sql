DROP INDEX orders_user_id_idx;
CREATE UNIQUE INDEX ON orders (user_id) WHERE total > 100;
