DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'plans_price_positive' AND conrelid = 'plans'::regclass) THEN
        ALTER TABLE plans ADD CONSTRAINT plans_price_positive CHECK (price >= 0) NOT VALID;
    END IF;
END;
$$;
ALTER TABLE plans VALIDATE CONSTRAINT plans_price_positive;
