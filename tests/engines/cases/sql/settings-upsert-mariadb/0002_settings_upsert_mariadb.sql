CREATE TABLE IF NOT EXISTS settings (name varchar(40) NOT NULL, value text, PRIMARY KEY (name));
INSERT INTO settings (name, value) VALUES ('theme', 'dark') ON DUPLICATE KEY UPDATE value = value;
INSERT IGNORE INTO settings SET name = 'lang', value = 'en';
ALTER TABLE settings ADD UNIQUE KEY settings_name (name);
