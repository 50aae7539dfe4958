CREATE TABLE IF NOT EXISTS currencies (code char(3) PRIMARY KEY, title varchar(50) NOT NULL);
INSERT INTO currencies (code, title) VALUES ('EUR', 'Euro'), ('USD', 'US dollar')
ON CONFLICT (code) DO UPDATE SET title = EXCLUDED.title;
CREATE INDEX IF NOT EXISTS currencies_title ON currencies (title);
