CREATE STATISTICS IF NOT EXISTS orders_stats ON user_id, status FROM orders;
ALTER TABLE orders ALTER COLUMN status SET STATISTICS 500;
ALTER TABLE orders SET (autovacuum_enabled = false);
ALTER INDEX posts_title SET (fillfactor = 90);
ALTER INDEX IF EXISTS posts_title RENAME TO posts_title_idx;
CLUSTER orders USING orders_pkey;
