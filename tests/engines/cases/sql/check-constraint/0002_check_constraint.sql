ALTER TABLE plans ADD CONSTRAINT plans_price CHECK (price > 0);
