DROP VIEW IF EXISTS user_posts;
CREATE VIEW user_posts AS SELECT u.id, u.name, p.title FROM users u JOIN posts p ON p.user_id = u.id;
ALTER TABLE posts ADD COLUMN pinned int NOT NULL DEFAULT 0;
