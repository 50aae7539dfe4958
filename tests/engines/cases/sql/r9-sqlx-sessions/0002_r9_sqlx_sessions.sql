-- Add migration script here
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_user ON sessions (user_id);
DELETE FROM sessions WHERE expires_at < datetime('now');
ALTER TABLE users ADD COLUMN last_seen TEXT;
