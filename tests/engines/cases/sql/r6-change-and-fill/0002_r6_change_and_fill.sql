ALTER TABLE posts ADD COLUMN slug varchar(120) NULL AFTER title;
UPDATE posts SET slug = LOWER(REPLACE(title, ' ', '-')) WHERE slug IS NULL OR slug = '';
ALTER TABLE posts MODIFY COLUMN slug varchar(120) NOT NULL, ADD UNIQUE KEY uq_posts_slug (slug);
