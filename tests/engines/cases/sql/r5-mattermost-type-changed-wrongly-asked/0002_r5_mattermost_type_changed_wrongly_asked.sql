SET @preparedStatement = (SELECT IF(
    (
        SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS
        WHERE table_name = 'users' AND table_schema = DATABASE()
        AND column_name = 'handle'
    ) > 0,
    'SELECT 1',
    'ALTER TABLE users CHANGE COLUMN nickname handle varchar(64) NULL, ADD UNIQUE INDEX users_handle (handle);'
));
PREPARE s FROM @preparedStatement;
EXECUTE s;
DEALLOCATE PREPARE s;
ALTER TABLE users ADD COLUMN handle_changed_at datetime;
UPDATE users SET handle_changed_at = created_at WHERE handle IS NOT NULL;
