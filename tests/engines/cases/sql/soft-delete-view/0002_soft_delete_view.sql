ALTER TABLE posts ADD COLUMN deleted_at timestamptz;
CREATE OR REPLACE VIEW live_posts AS SELECT id, user_id, title, body FROM posts WHERE deleted_at IS NULL;
CREATE OR REPLACE FUNCTION soft_delete_post() RETURNS trigger AS $fn$
BEGIN
  UPDATE posts SET deleted_at = now() WHERE id = OLD.id;
  RETURN NULL;
END;
$fn$ LANGUAGE plpgsql;
CREATE TRIGGER posts_soft_delete BEFORE DELETE ON posts FOR EACH ROW EXECUTE PROCEDURE soft_delete_post();
