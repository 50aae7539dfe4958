CREATE TABLE IF NOT EXISTS app_settings (id integer PRIMARY KEY CHECK (id = 1), theme text NOT NULL DEFAULT 'light', updated_at text);
INSERT OR IGNORE INTO app_settings (id) VALUES (1);
UPDATE app_settings SET theme = 'dark' WHERE id = 1 AND theme = 'light';
