DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'priority') THEN
    CREATE TYPE priority AS ENUM ('low', 'normal', 'urgent');
  END IF;
END $$;
CREATE TABLE IF NOT EXISTS jobs (id int PRIMARY KEY, priority priority);
UPDATE jobs SET priority = 'normal' WHERE priority IN ('low');
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'priority' AND e.enumlabel = 'low') THEN
    ALTER TYPE priority RENAME TO priority_old;
    CREATE TYPE priority AS ENUM ('normal', 'urgent');
    ALTER TABLE jobs ALTER COLUMN priority TYPE priority USING priority::text::priority;
    DROP TYPE priority_old;
  END IF;
END $$;
