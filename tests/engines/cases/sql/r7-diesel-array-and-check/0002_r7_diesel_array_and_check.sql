ALTER TABLE users
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
  ADD COLUMN theme text NOT NULL DEFAULT 'browser',
  ADD COLUMN score smallint NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 100);
UPDATE users SET languages = array['en'];
