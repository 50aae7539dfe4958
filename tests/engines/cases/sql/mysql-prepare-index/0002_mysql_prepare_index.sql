SET @have = (SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_user');
SET @sql = IF(@have > 0, 'SELECT 1', 'CREATE INDEX posts_user ON posts (user_id)');
PREPARE stmt FROM @sql;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
