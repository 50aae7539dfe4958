-- flyway: executeInTransaction=false
CREATE INDEX CONCURRENTLY IF NOT EXISTS posts_title_state_idx ON posts (title, state);
DROP INDEX CONCURRENTLY IF EXISTS posts_title;
ALTER INDEX posts_title_state_idx RENAME TO posts_title;
