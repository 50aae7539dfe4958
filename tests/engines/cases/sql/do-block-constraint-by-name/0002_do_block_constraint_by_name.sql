DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'plans_price_check' AND conrelid = 'plans'::regclass) THEN
    ALTER TABLE plans ADD CONSTRAINT plans_price_check CHECK (price >= 0);
  END IF;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'orders_status') THEN
    CREATE INDEX orders_status ON orders (status);
  END IF;
  IF to_regclass('public.archive') IS NULL THEN
    CREATE TABLE archive (id bigint PRIMARY KEY);
  END IF;
END $$;
