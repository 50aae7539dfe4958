DROP FUNCTION IF EXISTS order_total(bigint);
CREATE FUNCTION order_total(p_order bigint, p_with_tax boolean DEFAULT false) RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT total * CASE WHEN p_with_tax THEN 1.2 ELSE 1 END FROM orders WHERE id = p_order $$;
