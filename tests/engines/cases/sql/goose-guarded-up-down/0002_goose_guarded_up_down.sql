-- +goose Up
CREATE TABLE IF NOT EXISTS sessions (token text PRIMARY KEY, user_id bigint NOT NULL, expires_at timestamp NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at);
-- +goose Down
DROP INDEX IF EXISTS sessions_expires_at;
DROP TABLE sessions;
