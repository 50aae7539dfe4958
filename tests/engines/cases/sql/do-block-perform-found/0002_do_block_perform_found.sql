DO $$
BEGIN
  PERFORM 1 FROM pg_type WHERE typname = 'mood';
  IF NOT FOUND THEN
    CREATE TYPE mood AS ENUM ('happy', 'sad');
  END IF;
  PERFORM 1 FROM pg_constraint WHERE conname = 'posts_state_check';
  IF NOT FOUND THEN
    ALTER TABLE posts ADD CONSTRAINT posts_state_check CHECK (state >= 0);
  END IF;
END $$;
