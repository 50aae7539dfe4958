SET @exist := (SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'orders' AND index_name = 'orders_status');
SET @sqlstmt := IF(@exist > 0, 'SELECT ''INFO: Index already exists.''', 'ALTER TABLE orders ADD INDEX orders_status (status)');
PREPARE stmt FROM @sqlstmt;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
