ALTER TABLE posts RENAME COLUMN views TO view_count, RENAME INDEX posts_title TO posts_by_title;
