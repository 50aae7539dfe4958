ALTER TABLE tags ADD COLUMN IF NOT EXISTS archived_at timestamptz;
DROP INDEX IF EXISTS tags_label;
CREATE UNIQUE INDEX IF NOT EXISTS tags_label_live ON tags (lower(label)) WHERE archived_at IS NULL;
