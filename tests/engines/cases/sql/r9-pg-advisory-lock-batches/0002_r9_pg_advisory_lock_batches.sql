SELECT pg_advisory_lock(4711);
DO $$
DECLARE touched int := 1;
BEGIN
  WHILE touched > 0 LOOP
    UPDATE posts SET views = 0 WHERE id IN (SELECT id FROM posts WHERE views IS NULL LIMIT 500);
    GET DIAGNOSTICS touched = ROW_COUNT;
  END LOOP;
END $$;
ALTER TABLE posts ALTER COLUMN views SET DEFAULT 0;
ALTER TABLE posts ALTER COLUMN views SET NOT NULL;
SELECT pg_advisory_unlock(4711);
