CREATE TABLE IF NOT EXISTS settings (name text PRIMARY KEY, value text NOT NULL);
INSERT OR REPLACE INTO settings (name, value) VALUES ('theme', 'dark'), ('lang', 'en');
INSERT OR IGNORE INTO settings VALUES ('tz', 'UTC');
