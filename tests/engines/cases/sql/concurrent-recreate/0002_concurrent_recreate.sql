DROP INDEX CONCURRENTLY IF EXISTS posts_title;
CREATE INDEX CONCURRENTLY IF NOT EXISTS posts_title_trgm ON posts (lower(title));
CREATE INDEX CONCURRENTLY posts_user_state ON posts (user_id, state) WHERE state > 0;
