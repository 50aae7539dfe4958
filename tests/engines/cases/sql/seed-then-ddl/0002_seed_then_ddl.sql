INSERT INTO plans (name, price) VALUES ('free', 0);
ALTER TABLE plans ADD COLUMN currency varchar(3);
