ALTER TABLE plans ADD COLUMN seats int;
UPDATE plans SET seats = 5;
UPDATE plans SET seats = 10 WHERE name = 'basic';
