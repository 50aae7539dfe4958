DELIMITER $$
CREATE PROCEDURE touch_all()
BEGIN
  UPDATE users SET created_at = now();
END $$
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW
BEGIN
  SET NEW.nickname = lower(NEW.nickname);
END $$
DELIMITER ;
