DELIMITER $$
DROP PROCEDURE IF EXISTS upgrade_users $$
CREATE PROCEDURE upgrade_users()
BEGIN
  DECLARE CONTINUE HANDLER FOR 1060 BEGIN END;
  ALTER TABLE users ADD COLUMN phone varchar(30);
  ALTER TABLE users ADD COLUMN city varchar(60);
END $$
CALL upgrade_users() $$
DROP PROCEDURE IF EXISTS upgrade_users $$
DELIMITER ;
UPDATE users SET city = 'Berlin' WHERE city IS NULL;
