DROP PROCEDURE IF EXISTS add_phone;
DELIMITER //
CREATE PROCEDURE add_phone()
BEGIN
  IF NOT EXISTS (SELECT * FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'phone') THEN
    ALTER TABLE users ADD COLUMN phone varchar(30);
  END IF;
END //
DELIMITER ;
CALL add_phone();
DROP PROCEDURE add_phone;
