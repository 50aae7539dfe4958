SET @exist := (SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'note');
SET @sqlstmt := IF(@exist = 1, 'SELECT 1', 'ALTER TABLE orders ADD COLUMN note text, ADD COLUMN paid_at datetime');
PREPARE stmt FROM @sqlstmt;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
ALTER TABLE orders ADD COLUMN shipped_at datetime;
