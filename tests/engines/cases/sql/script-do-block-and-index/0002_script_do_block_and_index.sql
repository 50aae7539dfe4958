DO $$ BEGIN
  IF to_regclass('users_email') IS NULL THEN
    CREATE INDEX users_email ON users (email);
  END IF;
END $$;
CREATE INDEX IF NOT EXISTS users_name ON users (name);
