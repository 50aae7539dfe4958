DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'size') THEN
    CREATE TYPE size AS ENUM ('s', 'm', 'l');
  END IF;
END
$$;
