DO
$$
DECLARE
  t text;
  tables text[] := array['orders', 'posts'];
  r record;
BEGIN
  FOREACH t IN ARRAY tables LOOP
    FOR r IN (SELECT constraint_name FROM information_schema.table_constraints WHERE table_name = t AND constraint_type = 'FOREIGN KEY') LOOP
      EXECUTE CONCAT('ALTER TABLE ' || t || ' DROP CONSTRAINT IF EXISTS ' || r.constraint_name);
    END LOOP;
  END LOOP;
END;
$$ LANGUAGE plpgsql;
ALTER TABLE orders ADD CONSTRAINT fk_orders_userid FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE posts ADD CONSTRAINT fk_posts_userid FOREIGN KEY (user_id) REFERENCES users (id);
