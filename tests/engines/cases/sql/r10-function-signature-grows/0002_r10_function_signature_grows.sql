DROP FUNCTION IF EXISTS order_total(bigint);
CREATE FUNCTION order_total(user_id bigint, since date DEFAULT '2000-01-01') RETURNS bigint LANGUAGE sql AS 'SELECT sum(total) FROM orders o WHERE o.user_id = $1';
