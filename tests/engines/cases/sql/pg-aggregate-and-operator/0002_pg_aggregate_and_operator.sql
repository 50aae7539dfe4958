CREATE AGGREGATE last_title (text) (sfunc = textcat, stype = text, initcond = '');
CREATE OR REPLACE FUNCTION int_cat(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a * 10 + b';
CREATE OPERATOR @+@ (leftarg = int, rightarg = int, function = int_cat);
