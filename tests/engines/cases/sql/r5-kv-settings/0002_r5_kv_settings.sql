CREATE TABLE IF NOT EXISTS kv (key TEXT PRIMARY KEY NOT NULL, value TEXT, updated_at INTEGER DEFAULT 0);
INSERT OR IGNORE INTO kv (key, value) VALUES ('theme', 'dark'), ('locale', 'en');
INSERT INTO kv (key, value) SELECT 'user:' || id, nickname FROM users WHERE true ON CONFLICT (key) DO UPDATE SET value = excluded.value;
UPDATE kv SET value = 'light' WHERE key = 'theme' AND value = 'dark';
DELETE FROM kv WHERE key = 'legacy';
