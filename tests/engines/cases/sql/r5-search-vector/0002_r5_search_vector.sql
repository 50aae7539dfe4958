ALTER TABLE posts ADD COLUMN search tsvector;
UPDATE posts SET search = setweight(to_tsvector('simple', coalesce(title, '')), 'A') || setweight(to_tsvector('simple', coalesce(body, '')), 'B');
CREATE INDEX posts_search_idx ON posts USING gin (search);
CREATE OR REPLACE FUNCTION posts_search_refresh() RETURNS trigger AS $$
BEGIN
  NEW.search := setweight(to_tsvector('simple', coalesce(NEW.title, '')), 'A');
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER posts_search_refresh BEFORE INSERT OR UPDATE OF title, body ON posts FOR EACH ROW EXECUTE PROCEDURE posts_search_refresh();
