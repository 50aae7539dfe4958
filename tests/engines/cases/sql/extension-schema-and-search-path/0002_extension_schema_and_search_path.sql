CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX IF NOT EXISTS users_name_trgm ON users USING gin (name gin_trgm_ops);
SET search_path TO public;
CREATE TEXT SEARCH CONFIGURATION my_english (COPY = english);
