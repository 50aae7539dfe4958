INSERT INTO plans (name, price) VALUES ('team', 30);
ALTER TABLE plans ADD COLUMN seats int;
UPDATE plans SET seats = 5 WHERE name = 'team';
