DROP TRIGGER IF EXISTS posts_search_refresh ON posts;
DROP FUNCTION IF EXISTS posts_search_refresh();
DROP INDEX IF EXISTS posts_search_idx;
ALTER TABLE posts DROP COLUMN search;
