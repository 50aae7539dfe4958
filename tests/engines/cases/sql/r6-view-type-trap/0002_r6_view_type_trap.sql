CREATE OR REPLACE VIEW user_summary AS SELECT u.id, u.name, count(o.id) AS orders FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id;
ALTER TABLE users ADD COLUMN IF NOT EXISTS vip boolean NOT NULL DEFAULT false;
UPDATE users SET vip = true WHERE id IN (SELECT id FROM user_summary WHERE orders > 0) AND NOT vip;
GRANT SELECT ON user_summary TO PUBLIC;
