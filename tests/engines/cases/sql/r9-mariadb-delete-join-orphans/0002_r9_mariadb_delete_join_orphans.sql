DELETE p FROM posts p LEFT JOIN users u ON u.id = p.user_id WHERE u.id IS NULL;
ALTER TABLE posts ADD CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
