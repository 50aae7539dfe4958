ALTER TABLE tags ADD COLUMN IF NOT EXISTS archived_at timestamptz;
DROP INDEX tags_label;
CREATE UNIQUE INDEX tags_label ON tags (lower(label)) WHERE archived_at IS NULL;
