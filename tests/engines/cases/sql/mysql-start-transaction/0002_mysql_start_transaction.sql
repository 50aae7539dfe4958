START TRANSACTION;
INSERT INTO plans (name, price) VALUES ('pro', 20);
UPDATE plans SET price = price + 1 WHERE name = 'basic';
COMMIT;
