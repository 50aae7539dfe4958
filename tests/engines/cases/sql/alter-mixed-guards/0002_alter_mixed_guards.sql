ALTER TABLE posts ADD COLUMN IF NOT EXISTS plan_id bigint, ADD CONSTRAINT posts_plan FOREIGN KEY (plan_id) REFERENCES plans (id);
