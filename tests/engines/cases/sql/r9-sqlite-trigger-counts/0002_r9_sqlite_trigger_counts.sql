ALTER TABLE users ADD COLUMN post_count INTEGER NOT NULL DEFAULT 0;
UPDATE users SET post_count = (SELECT count(*) FROM posts WHERE posts.user_id = users.id);
CREATE TRIGGER posts_count_up AFTER INSERT ON posts BEGIN
  UPDATE users SET post_count = post_count + 1 WHERE id = new.user_id;
END;
CREATE TRIGGER posts_count_down AFTER DELETE ON posts BEGIN
  UPDATE users SET post_count = post_count - 1 WHERE id = old.user_id;
END;
