CREATE TABLE plans_new LIKE plans;
ALTER TABLE plans_new ADD COLUMN currency char(3) NOT NULL DEFAULT 'EUR';
INSERT INTO plans_new (id, name, price) SELECT id, name, price FROM plans;
RENAME TABLE plans TO plans_old, plans_new TO plans;
DROP TABLE plans_old;
