ALTER TABLE users RENAME COLUMN handle TO nickname;
ALTER INDEX posts_title_idx RENAME TO posts_title;
