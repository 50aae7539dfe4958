ALTER TABLE posts ADD COLUMN IF NOT EXISTS author varchar(100);
UPDATE posts p JOIN users u ON u.id = p.user_id SET p.author = u.name WHERE p.author IS NULL;
ALTER TABLE posts DROP COLUMN user_id;
