DO $$
DECLARE
  has_column boolean;
BEGIN
  SELECT EXISTS (
    SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'orders' AND column_name = 'note'
  ) INTO has_column;
  IF has_column THEN
    RAISE NOTICE 'orders.note is there';
  ELSE
    ALTER TABLE orders ADD COLUMN note text;
  END IF;

  IF to_regclass('public.orders_note') IS NULL THEN
    CREATE INDEX orders_note ON orders (note);
  END IF;
END
$$;
