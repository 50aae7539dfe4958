ALTER TABLE users ADD COLUMN IF NOT EXISTS traits jsonb;
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email') THEN
    UPDATE users SET traits = jsonb_build_object('email', email, 'nick', nickname) WHERE traits IS NULL;
    ALTER TABLE users DROP COLUMN email;
  END IF;
END
$$;
ALTER TABLE users ALTER COLUMN traits SET NOT NULL;
