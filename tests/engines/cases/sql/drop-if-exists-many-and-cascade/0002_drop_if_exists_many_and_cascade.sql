DROP TABLE IF EXISTS tags, labels CASCADE;
DROP FUNCTION IF EXISTS gone(int), gone_too();
DROP TYPE IF EXISTS gone_type;
DROP INDEX IF EXISTS posts_title;
