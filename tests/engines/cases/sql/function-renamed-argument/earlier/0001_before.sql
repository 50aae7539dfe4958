CREATE FUNCTION full_title(t text) RETURNS text LANGUAGE sql AS $$ SELECT t $$;
