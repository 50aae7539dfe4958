ALTER TABLE plans ADD CHECK (price > 0);
