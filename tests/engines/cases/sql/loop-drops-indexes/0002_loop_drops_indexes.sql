DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT indexname FROM pg_indexes WHERE tablename = 'posts' AND indexname LIKE 'posts_%' AND indexname <> 'posts_pkey' LOOP
    EXECUTE format('DROP INDEX %I', r.indexname);
  END LOOP;
END $$;
CREATE INDEX posts_title ON posts (title, id);
CREATE INDEX posts_state ON posts (state);
