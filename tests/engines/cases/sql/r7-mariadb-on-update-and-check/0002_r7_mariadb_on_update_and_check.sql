ALTER TABLE orders
  ADD COLUMN IF NOT EXISTS updated_at timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  ADD CONSTRAINT orders_total_positive CHECK (total >= 0);
