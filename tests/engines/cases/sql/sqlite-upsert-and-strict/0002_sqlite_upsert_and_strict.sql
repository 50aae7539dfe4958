CREATE TABLE IF NOT EXISTS kv (k text PRIMARY KEY, v text) WITHOUT ROWID;
INSERT INTO kv (k, v) VALUES ('version', '2') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
INSERT OR REPLACE INTO kv (k, v) VALUES ('seen', '0');
CREATE INDEX kv_v ON kv (v);
