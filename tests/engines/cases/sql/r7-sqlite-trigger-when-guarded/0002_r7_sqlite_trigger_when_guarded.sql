CREATE TABLE IF NOT EXISTS post_log (id integer PRIMARY KEY, post_id integer, at text DEFAULT CURRENT_TIMESTAMP);
CREATE TRIGGER IF NOT EXISTS posts_logged AFTER UPDATE OF title ON posts WHEN old.title IS NOT new.title
BEGIN
  INSERT INTO post_log (post_id) VALUES (new.id);
  DELETE FROM post_log WHERE id < (SELECT max(id) - 100 FROM post_log);
END;
UPDATE posts SET title = upper(substr(title, 1, 1)) || substr(title, 2);
