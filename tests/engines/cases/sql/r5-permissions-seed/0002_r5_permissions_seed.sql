INSERT INTO tags (label) VALUES ('comment-create-all') ON DUPLICATE KEY UPDATE label = VALUES(label);
SET @perm = (SELECT id FROM tags WHERE label = 'comment-create-all');
CREATE TABLE IF NOT EXISTS user_permissions (user_id bigint NOT NULL, tag_id bigint NOT NULL, PRIMARY KEY (user_id, tag_id));
INSERT INTO user_permissions (user_id, tag_id) SELECT id, @perm FROM users;
