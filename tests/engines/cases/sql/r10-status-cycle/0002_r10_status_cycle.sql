UPDATE orders SET status = CASE status WHEN 'open' THEN 'paid' WHEN 'paid' THEN 'open' ELSE status END;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS swapped boolean DEFAULT true;
