ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS orders_own ON orders;
CREATE POLICY orders_own ON orders USING (user_id = 1);
