DO $$ BEGIN CREATE TYPE level AS ENUM ('low', 'high'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER TABLE users ADD COLUMN IF NOT EXISTS level level DEFAULT 'low';
ALTER TYPE level RENAME VALUE 'high' TO 'top';
