CREATE TABLE counter (id integer, owner text NOT NULL, key text NOT NULL, n integer NOT NULL DEFAULT 0, CONSTRAINT counter_pkey PRIMARY KEY (id));
ALTER TABLE counter DROP CONSTRAINT IF EXISTS counter_pkey;
ALTER TABLE counter DROP CONSTRAINT IF EXISTS counter_owner_key;
ALTER TABLE counter ADD CONSTRAINT counter_owner_key PRIMARY KEY (owner, key);
ALTER TABLE counter DROP COLUMN IF EXISTS id;
