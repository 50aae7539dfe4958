INSERT INTO users (name, email, nickname, logins) VALUES ('Ada', 'ada@example.com', 'a', 3), ('Bob', 'bob@example.com', 'b', 1);
INSERT INTO posts (user_id, title, body, state, views) VALUES (1, 'one', 'first', 0, 10), (2, 'two', 'second', 1, NULL);
INSERT INTO plans (name, price) VALUES ('basic', 10);
INSERT INTO tags (label) VALUES ('red'), ('blue');
INSERT INTO orders (user_id, total, status) VALUES (1, 100, 'open'), (2, 50, 'paid');
