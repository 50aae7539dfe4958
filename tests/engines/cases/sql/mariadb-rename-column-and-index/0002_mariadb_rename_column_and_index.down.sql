ALTER TABLE posts RENAME COLUMN view_count TO views, RENAME INDEX posts_by_title TO posts_title;
