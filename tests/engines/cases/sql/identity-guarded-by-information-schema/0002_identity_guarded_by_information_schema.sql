CREATE TABLE IF NOT EXISTS tickets (id bigint NOT NULL, subject text);
DO $$
BEGIN
  IF (SELECT is_identity FROM information_schema.columns WHERE table_name = 'tickets' AND column_name = 'id') = 'NO' THEN
    ALTER TABLE tickets ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
  END IF;
END $$;
