DO $$
BEGIN
  ALTER TABLE users ADD COLUMN locale text;
  ALTER TABLE users ADD CONSTRAINT users_locale CHECK (length(locale) = 2);
EXCEPTION
  WHEN duplicate_column THEN RAISE NOTICE 'there';
END $$;
