UPDATE users SET nickname = name WHERE nickname IS NULL OR nickname = '';
UPDATE posts SET views = 0 WHERE views IS NULL;
