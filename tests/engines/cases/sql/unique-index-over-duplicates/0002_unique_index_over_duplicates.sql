CREATE TABLE IF NOT EXISTS secrets (id int);
ALTER TABLE users ADD COLUMN secret int;
CREATE UNIQUE INDEX plans_name ON plans (name);
