DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'positive') THEN
    ALTER TABLE plans ADD CONSTRAINT positive CHECK (price > 0);
  END IF;
END $$;
