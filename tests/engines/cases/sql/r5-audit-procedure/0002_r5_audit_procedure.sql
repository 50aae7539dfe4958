DROP PROCEDURE IF EXISTS upgrade_database_1_0_to_1_1;
DELIMITER ;;
CREATE PROCEDURE upgrade_database_1_0_to_1_1()
BEGIN
  DECLARE EXIT HANDLER FOR 1060 BEGIN END;
  ALTER TABLE orders ADD COLUMN shipped_at datetime NULL;
  ALTER TABLE orders ADD COLUMN tracking varchar(64) NULL;
  UPDATE orders SET shipped_at = NOW() WHERE status = 'paid';
END;;
DELIMITER ;
CALL upgrade_database_1_0_to_1_1();
DROP PROCEDURE IF EXISTS upgrade_database_1_0_to_1_1;
