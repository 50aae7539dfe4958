DO $$
BEGIN
  IF to_regclass('public.comments') IS NULL THEN
    CREATE TABLE comments (id int PRIMARY KEY, post_id int);
    CREATE INDEX comments_post ON comments (post_id);
  END IF;
END $$;
