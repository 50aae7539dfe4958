UPDATE posts SET views = coalesce(views, 0) + 100;
DELETE FROM tags WHERE label = 'red';
INSERT INTO tags (label) VALUES ('crimson');
