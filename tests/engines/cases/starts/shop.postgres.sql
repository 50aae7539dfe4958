CREATE TABLE users (id bigserial PRIMARY KEY, name varchar(100), email varchar(100), nickname varchar(100), logins int DEFAULT 0, created_at timestamptz);
CREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigint, title varchar(100), body text, state int DEFAULT 0, views int);
CREATE INDEX posts_title ON posts (title);
CREATE TABLE plans (id bigserial PRIMARY KEY, name varchar(100), price int);
CREATE TABLE tags (id bigserial PRIMARY KEY, label varchar(100));
CREATE UNIQUE INDEX tags_label ON tags (label);
CREATE TABLE orders (id bigserial PRIMARY KEY, user_id bigint, total int, status varchar(20), CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id));
