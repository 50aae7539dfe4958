ALTER TABLE posts CHANGE COLUMN views view_count bigint DEFAULT 0;
