CREATE TABLE IF NOT EXISTS option_values (name varchar(64) NOT NULL PRIMARY KEY, value text);
INSERT INTO option_values (name, value) VALUES ('version', '12'), ('theme', 'light') ON DUPLICATE KEY UPDATE value = VALUES(value);
DELETE FROM option_values WHERE name = 'legacy_theme';
UPDATE option_values SET name = 'colour' WHERE name = 'theme';
