-- migrate:up
CREATE TABLE groups (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE group_members (group_id bigint REFERENCES groups (id), user_id bigint REFERENCES users (id), PRIMARY KEY (group_id, user_id));

-- migrate:down
DROP TABLE groups;
DROP TABLE group_members;
