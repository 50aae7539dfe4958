UPDATE plans SET price = price * 100;
ALTER TABLE plans ADD COLUMN currency varchar(3) DEFAULT 'EUR';
