ALTER TABLE orders ADD COLUMN gross int AS (total * 2) STORED;
ALTER TABLE orders ADD CONSTRAINT IF NOT EXISTS total_positive CHECK (total >= 0);
