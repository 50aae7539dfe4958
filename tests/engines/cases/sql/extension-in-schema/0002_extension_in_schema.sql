CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
ALTER TABLE users ADD COLUMN IF NOT EXISTS public_id uuid NOT NULL DEFAULT extensions.uuid_generate_v4();
CREATE UNIQUE INDEX IF NOT EXISTS users_public_id_idx ON users (public_id);
