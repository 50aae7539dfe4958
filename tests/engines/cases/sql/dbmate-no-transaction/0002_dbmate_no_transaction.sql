-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY IF NOT EXISTS posts_state ON posts (state);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY IF EXISTS posts_state;
