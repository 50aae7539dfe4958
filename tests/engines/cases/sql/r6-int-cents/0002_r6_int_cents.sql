ALTER TABLE orders ALTER COLUMN total TYPE numeric USING total::numeric / 100;
ALTER TABLE plans ALTER COLUMN price TYPE bigint USING price * 100;
COMMENT ON COLUMN plans.price IS 'in cents';
