DO $$ BEGIN
  IF to_regtype('public.money_amount') IS NULL THEN
    CREATE TYPE public.money_amount AS (amount numeric, currency char(3));
  END IF;
END $$;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS price public.money_amount;
