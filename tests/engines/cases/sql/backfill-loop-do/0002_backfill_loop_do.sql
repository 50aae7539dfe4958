ALTER TABLE users ADD COLUMN IF NOT EXISTS score integer;
DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT id FROM users WHERE score IS NULL LOOP
    UPDATE users SET score = 10 * r.id WHERE id = r.id;
  END LOOP;
END $$;
ALTER TABLE users ALTER COLUMN score SET NOT NULL;
