DROP PROCEDURE IF EXISTS add_vat;
CREATE PROCEDURE add_vat()
BEGIN
  IF NOT EXISTS (SELECT * FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'vat') THEN
    ALTER TABLE orders ADD COLUMN vat int NOT NULL DEFAULT 0;
  END IF;
END;
CALL add_vat();
DROP PROCEDURE add_vat;
