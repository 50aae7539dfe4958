CREATE OR REPLACE FUNCTION full_name(u users) RETURNS text LANGUAGE sql STABLE AS $$ SELECT u.name || ' ' || u.nickname $$;
ALTER FUNCTION full_name(users) OWNER TO CURRENT_USER;
COMMENT ON FUNCTION full_name(users) IS 'for people';
DROP FUNCTION full_title(text);
