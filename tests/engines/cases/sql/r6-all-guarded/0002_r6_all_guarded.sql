CREATE TABLE IF NOT EXISTS devices (id TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, seen_at INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS devices_user ON devices (user_id, seen_at DESC);
CREATE VIEW IF NOT EXISTS device_owners AS SELECT d.id, u.name FROM devices d JOIN users u ON u.id = d.user_id;
CREATE TRIGGER IF NOT EXISTS devices_clean AFTER DELETE ON users BEGIN DELETE FROM devices WHERE user_id = OLD.id; END;
INSERT INTO devices (id, user_id) VALUES ('dev-1', 1) ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id;
DROP INDEX IF EXISTS old_devices_idx;
