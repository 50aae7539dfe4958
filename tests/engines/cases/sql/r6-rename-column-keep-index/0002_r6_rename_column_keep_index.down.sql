ALTER TABLE posts RENAME INDEX posts_headline TO posts_title;
ALTER TABLE posts RENAME COLUMN headline TO title;
