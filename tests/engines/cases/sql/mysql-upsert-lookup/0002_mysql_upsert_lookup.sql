CREATE TABLE IF NOT EXISTS currencies (code char(3) NOT NULL, name varchar(40) NOT NULL, PRIMARY KEY (code));
REPLACE INTO currencies (code, name) VALUES ('EUR', 'Euro'), ('USD', 'Dollar');
INSERT INTO currencies (code, name) VALUES ('GBP', 'Pound') ON DUPLICATE KEY UPDATE name = VALUES(name);
