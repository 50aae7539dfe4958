ALTER TABLE posts ADD COLUMN IF NOT EXISTS plan_id bigint REFERENCES plans (id);
