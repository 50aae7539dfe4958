ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'post' AND policyname = 'posts_read') THEN
    CREATE POLICY posts_read ON posts FOR SELECT USING (state = 1);
  END IF;
END $$;
