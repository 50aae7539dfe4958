ALTER TABLE posts RENAME COLUMN views TO view_count;
ALTER TABLE posts ADD COLUMN rating int;
UPDATE posts SET view_count = 0 WHERE state = 0;
UPDATE posts SET rating = 3 WHERE rating IS NULL;
