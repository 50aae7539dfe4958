INSERT INTO plans (name, price)
SELECT 'free', 0
WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'free');
ALTER TABLE users ADD COLUMN plan_id bigint;
UPDATE users SET plan_id = (SELECT id FROM plans WHERE name = 'free') WHERE plan_id IS NULL;
