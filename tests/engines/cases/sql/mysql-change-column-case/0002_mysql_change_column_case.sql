ALTER TABLE users CHANGE COLUMN nickname nick_name varchar(100) DEFAULT NULL;
ALTER TABLE users RENAME COLUMN logins TO login_count;
ALTER TABLE posts CHANGE title title varchar(200) NOT NULL DEFAULT '';
