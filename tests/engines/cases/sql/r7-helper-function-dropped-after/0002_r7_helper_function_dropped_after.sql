CREATE FUNCTION make_code(n bigint) RETURNS text AS $$
  SELECT 'U' || lpad(n::text, 6, '0');
$$ LANGUAGE sql;
ALTER TABLE users ADD COLUMN code text;
UPDATE users SET code = make_code(id);
ALTER TABLE users ADD CONSTRAINT users_code UNIQUE (code);
DROP FUNCTION make_code(bigint);
