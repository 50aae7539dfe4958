ALTER TABLE users ADD COLUMN nickname varchar(100);
UPDATE users SET nickname = a.alias FROM aliases a WHERE a.user_id = users.id;
DROP TABLE aliases;
