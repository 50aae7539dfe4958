ALTER TABLE posts CHANGE COLUMN view_count views int;
