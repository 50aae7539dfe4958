ALTER TABLE users ADD COLUMN IF NOT EXISTS posts_count int NOT NULL DEFAULT 0;
UPDATE users u SET posts_count = (SELECT count(*) FROM posts p WHERE p.user_id = u.id);
CREATE OR REPLACE FUNCTION users_posts_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE users SET posts_count = posts_count + 1 WHERE id = NEW.user_id;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE users SET posts_count = posts_count - 1 WHERE id = OLD.user_id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER posts_count AFTER INSERT OR DELETE ON posts FOR EACH ROW EXECUTE FUNCTION users_posts_count();
