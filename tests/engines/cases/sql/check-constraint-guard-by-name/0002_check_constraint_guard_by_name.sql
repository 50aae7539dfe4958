DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'plans_price' AND conrelid = 'plans'::regclass) THEN
    ALTER TABLE plans ADD CONSTRAINT plans_price CHECK (price > 0);
  END IF;
END
$$;
