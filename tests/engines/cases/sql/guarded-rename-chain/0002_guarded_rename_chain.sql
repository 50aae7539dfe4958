DO $$ BEGIN
  IF to_regclass('tags') IS NOT NULL AND to_regclass('labels') IS NULL THEN
    ALTER TABLE tags RENAME TO labels;
  END IF;
END $$;
ALTER TABLE labels ADD COLUMN IF NOT EXISTS colour text;
CREATE OR REPLACE VIEW tags AS SELECT id, label FROM labels;
