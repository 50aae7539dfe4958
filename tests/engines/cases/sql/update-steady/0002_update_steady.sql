UPDATE users SET nickname = 'none' WHERE nickname IS NULL;
UPDATE posts SET views = 0;
