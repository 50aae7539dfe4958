CREATE TABLE IF NOT EXISTS currencies (code char(3) PRIMARY KEY, title varchar(50) NOT NULL);
INSERT INTO currencies (code, title) VALUES ('EUR', 'Euro'), ('USD', 'US dollar');
ALTER TABLE orders ADD COLUMN currency char(3) DEFAULT 'EUR';
