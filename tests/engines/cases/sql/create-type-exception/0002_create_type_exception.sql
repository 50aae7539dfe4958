DO $$ BEGIN
    CREATE TYPE size AS ENUM ('s', 'm', 'l');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$;
CREATE TABLE IF NOT EXISTS shirts (id serial PRIMARY KEY, size size NOT NULL);
