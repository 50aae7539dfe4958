ALTER TABLE posts ADD COLUMN IF NOT EXISTS slug text;
DO $$
DECLARE
  done int;
BEGIN
  LOOP
    UPDATE posts SET slug = lower(title) WHERE id IN (SELECT id FROM posts WHERE slug IS NULL LIMIT 1000);
    GET DIAGNOSTICS done = ROW_COUNT;
    EXIT WHEN done = 0;
  END LOOP;
END $$;
ALTER TABLE posts ALTER COLUMN slug SET NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS posts_slug ON posts (slug);
