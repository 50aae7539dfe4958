SET @there = (SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_state');
SET @ddl = IF(@there > 0, 'SELECT 1', 'CREATE INDEX posts_state ON posts (state)');
PREPARE stmt FROM @ddl;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
ALTER TABLE posts ADD COLUMN lang char(2);
