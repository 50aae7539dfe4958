CREATE OR REPLACE FUNCTION order_total(bigint) RETURNS int LANGUAGE sql AS $$ SELECT total FROM orders WHERE id = $1 $$;
DROP FUNCTION order_total(bigint);
CREATE FUNCTION order_total(bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT total::numeric FROM orders WHERE id = $1 $$;
