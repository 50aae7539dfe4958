DO $$ BEGIN
  CREATE TYPE size AS ENUM ('s', 'm');
  CREATE TYPE colour AS ENUM ('red');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
