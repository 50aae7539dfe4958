DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'carts') THEN
    CREATE TABLE carts (id bigserial PRIMARY KEY, user_id bigint REFERENCES users (id));
  END IF;
END $$;
ALTER TABLE carts ADD COLUMN expires_at timestamptz;
