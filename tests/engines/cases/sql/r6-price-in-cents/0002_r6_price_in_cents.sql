ALTER TABLE plans MODIFY COLUMN price bigint NOT NULL DEFAULT 0;
UPDATE plans SET price = price * 100;
ALTER TABLE plans COMMENT = 'prices are cents';
