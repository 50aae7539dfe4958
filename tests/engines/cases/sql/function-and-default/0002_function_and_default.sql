CREATE OR REPLACE FUNCTION short_id() RETURNS text LANGUAGE sql AS $$ SELECT 'new'::text $$;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS code text DEFAULT short_id();
CREATE INDEX IF NOT EXISTS orders_code ON orders (code);
