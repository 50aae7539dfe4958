CREATE TABLE users_archive (LIKE users INCLUDING ALL);
CREATE TABLE users_vip (level int) INHERITS (users);
INSERT INTO users_archive SELECT * FROM users;
