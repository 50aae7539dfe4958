SET @preparedStatement = (SELECT IF(
    (SELECT COUNT(*) FROM INFORMATION_SCHEMA.STATISTICS WHERE table_name = 'posts' AND table_schema = DATABASE() AND index_name = 'idx_posts_remote_id') > 0,
    'DROP INDEX idx_posts_remote_id ON posts;',
    'SELECT 1'
));
PREPARE removeIndexIfExists FROM @preparedStatement;
EXECUTE removeIndexIfExists;
DEALLOCATE PREPARE removeIndexIfExists;
ALTER TABLE posts DROP COLUMN RemoteId;
