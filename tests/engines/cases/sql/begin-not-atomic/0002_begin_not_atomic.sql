BEGIN NOT ATOMIC
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'age') THEN
    ALTER TABLE users ADD COLUMN age int;
  END IF;
END;
