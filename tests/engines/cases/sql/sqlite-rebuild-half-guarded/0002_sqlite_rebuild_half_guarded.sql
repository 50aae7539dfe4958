PRAGMA foreign_keys = OFF;
CREATE TABLE IF NOT EXISTS plans_new (id integer PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL, price int NOT NULL DEFAULT 0);
INSERT INTO plans_new (id, name, price) SELECT id, name, coalesce(price, 0) FROM plans;
DROP TABLE plans;
ALTER TABLE plans_new RENAME TO plans;
PRAGMA foreign_keys = ON;
