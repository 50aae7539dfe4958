ALTER TABLE posts RENAME COLUMN title TO headline;
ALTER TABLE posts RENAME INDEX posts_title TO posts_headline;
