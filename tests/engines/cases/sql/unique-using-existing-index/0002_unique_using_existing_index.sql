CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS plans_name_key ON plans (name);
ALTER TABLE plans ADD CONSTRAINT plans_name_unique UNIQUE USING INDEX plans_name_key;
