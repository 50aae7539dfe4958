DROP PROCEDURE IF EXISTS drop_index_if_exists;
DELIMITER $$
CREATE PROCEDURE drop_index_if_exists(IN tbl varchar(64), IN idx varchar(64))
BEGIN
  IF (SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = tbl AND index_name = idx) > 0 THEN
    SET @s = CONCAT('DROP INDEX ', idx, ' ON ', tbl);
    PREPARE stmt FROM @s;
    EXECUTE stmt;
    DEALLOCATE PREPARE stmt;
  END IF;
END$$
DELIMITER ;
CALL drop_index_if_exists('posts', 'posts_title');
CALL drop_index_if_exists('tags', 'no_such_index');
DROP PROCEDURE drop_index_if_exists;
