DROP VIEW IF EXISTS post_list;
ALTER TABLE posts RENAME COLUMN title TO headline;
CREATE VIEW post_list AS SELECT id, headline FROM posts;
