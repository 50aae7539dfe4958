DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'phone' AND NOT attisdropped) THEN
    ALTER TABLE users ADD COLUMN phone varchar(30);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'users' AND indexname = 'users_phone') THEN
    CREATE INDEX users_phone ON users (phone);
  END IF;
END
$$;
