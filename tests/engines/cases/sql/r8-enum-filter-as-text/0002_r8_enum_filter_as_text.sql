DO $$ BEGIN
  CREATE TYPE visibility AS ENUM ('hidden', 'shown');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER TABLE posts ADD COLUMN IF NOT EXISTS visibility visibility NOT NULL DEFAULT 'shown';
UPDATE posts SET visibility = 'shown' WHERE visibility::text = 'hidden';
DO $$ BEGIN
  ALTER TYPE visibility RENAME VALUE 'hidden' TO 'draft';
EXCEPTION WHEN invalid_parameter_value THEN NULL;
END $$;
