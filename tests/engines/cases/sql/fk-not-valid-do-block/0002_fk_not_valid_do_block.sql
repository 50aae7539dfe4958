DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'posts_user_fk' AND table_name = 'posts') THEN
    ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
  END IF;
END $$;
ALTER TABLE posts VALIDATE CONSTRAINT posts_user_fk;
