ALTER TABLE orders
  ADD COLUMN IF NOT EXISTS double_total int GENERATED ALWAYS AS (total * 2) VIRTUAL,
  ADD INDEX IF NOT EXISTS orders_double (double_total);
