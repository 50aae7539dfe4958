PRAGMA foreign_keys=OFF;
BEGIN;
CREATE TABLE users_new (id integer PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL, email varchar(100), nickname varchar(100), logins int DEFAULT 0, created_at datetime, verified integer NOT NULL DEFAULT 0);
INSERT INTO users_new (id, name, email, nickname, logins, created_at) SELECT id, name, email, nickname, logins, created_at FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
COMMIT;
PRAGMA foreign_keys=ON;
