CREATE TYPE point3 AS (x int, y int);
ALTER TYPE point3 ADD ATTRIBUTE z int;
CREATE FUNCTION starts_same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT left(a, 1) = left(b, 1)';
CREATE OPERATOR =^= (leftarg = text, rightarg = text, function = starts_same);
