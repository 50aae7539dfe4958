CREATE TYPE address AS (street text, city text);
CREATE TYPE price_range AS RANGE (subtype = numeric);
ALTER TABLE users ADD COLUMN home address;
ALTER TYPE address ADD ATTRIBUTE zip text CASCADE;
