SET @has := (SELECT COUNT(*) FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'users' AND COLUMN_NAME = 'nickname');
SET @sql := IF(@has > 0,
  'ALTER TABLE users CHANGE COLUMN nickname handle VARCHAR(60) NOT NULL DEFAULT ''''',
  'DO 0');
PREPARE stmt FROM @sql;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
CREATE UNIQUE INDEX IF NOT EXISTS uq_users_handle ON users (handle);
