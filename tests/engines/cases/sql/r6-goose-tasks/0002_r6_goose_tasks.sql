-- +goose Up
CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL, done BOOLEAN NOT NULL DEFAULT 0, owner INTEGER REFERENCES users (id));
INSERT INTO tasks (title, owner) SELECT 'welcome ' || name, id FROM users;
CREATE UNIQUE INDEX tasks_owner_title ON tasks (owner, title);

-- +goose Down
DROP INDEX tasks_owner_title;
DROP TABLE tasks;
