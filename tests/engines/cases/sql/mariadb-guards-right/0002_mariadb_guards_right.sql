ALTER TABLE posts ADD COLUMN IF NOT EXISTS slug varchar(120) NULL AFTER title;
ALTER TABLE posts ADD UNIQUE INDEX IF NOT EXISTS posts_slug (slug);
ALTER TABLE posts MODIFY COLUMN state smallint NOT NULL DEFAULT 0;
ALTER TABLE posts DROP INDEX IF EXISTS posts_title;
CREATE OR REPLACE VIEW published_posts AS SELECT id, title, slug FROM posts WHERE state = 1;
