CREATE TABLE IF NOT EXISTS settings (name varchar(50) PRIMARY KEY, value text);
INSERT INTO settings (name, value) VALUES ('theme', 'dark');
