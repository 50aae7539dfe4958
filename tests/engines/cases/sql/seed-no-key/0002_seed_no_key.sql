INSERT INTO plans (name, price) VALUES ('pro', 30), ('team', 80);
UPDATE plans SET price = price + 1 WHERE name = 'basic';
