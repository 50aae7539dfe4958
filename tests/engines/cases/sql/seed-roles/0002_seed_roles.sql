CREATE TABLE IF NOT EXISTS roles (id integer PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
INSERT INTO roles (id, name) SELECT 1, 'admin' WHERE NOT EXISTS (SELECT 1 FROM roles WHERE id = 1);
INSERT INTO roles (id, name) SELECT 2, 'editor' WHERE NOT EXISTS (SELECT 1 FROM roles WHERE id = 2);
INSERT INTO roles (id, name) SELECT 3, 'viewer' WHERE NOT EXISTS (SELECT 1 FROM roles WHERE name = 'admin');
