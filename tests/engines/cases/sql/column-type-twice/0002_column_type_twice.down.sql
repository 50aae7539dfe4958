ALTER TABLE orders ALTER COLUMN total TYPE int USING (total * 100)::int;
