DROP INDEX IF EXISTS posts_title;
