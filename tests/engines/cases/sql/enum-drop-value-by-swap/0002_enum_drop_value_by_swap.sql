CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
ALTER TABLE users ADD COLUMN mood mood;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING (CASE mood::text WHEN 'ok' THEN 'happy' ELSE mood::text END)::mood;
DROP TYPE mood_old;
