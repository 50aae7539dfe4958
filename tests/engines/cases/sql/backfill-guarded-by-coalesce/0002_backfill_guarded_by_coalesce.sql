ALTER TABLE posts ADD COLUMN IF NOT EXISTS word_count int;
UPDATE posts SET word_count = COALESCE(word_count, length(body));
