ALTER TABLE posts DROP FOREIGN KEY fk_posts_user;
