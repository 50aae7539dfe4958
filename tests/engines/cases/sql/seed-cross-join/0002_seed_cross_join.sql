CREATE TABLE IF NOT EXISTS user_tags (user_id bigint NOT NULL, tag_id bigint NOT NULL, PRIMARY KEY (user_id, tag_id));
INSERT INTO user_tags (user_id, tag_id) SELECT u.id, t.id FROM users u CROSS JOIN tags t WHERE t.label = 'red' ON CONFLICT DO NOTHING;
