DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'nickname')
     AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'handle') THEN
    ALTER TABLE users RENAME COLUMN nickname TO handle;
  END IF;
  ALTER INDEX IF EXISTS posts_title RENAME TO posts_title_idx;
END $$;
