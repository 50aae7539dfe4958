ALTER TABLE posts ADD COLUMN word_count int;
UPDATE posts SET word_count = length(body);
