CREATE FUNCTION posts_touch() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER posts_touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION posts_touch();
ALTER TRIGGER posts_touch ON posts RENAME TO posts_updated;
ALTER FUNCTION posts_touch() RENAME TO posts_set_updated;
