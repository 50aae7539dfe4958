BEGIN;
ALTER TABLE users ADD COLUMN locale text;
CREATE INDEX users_locale ON users (locale);
COMMIT;
