DROP TRIGGER users_trim;
DROP TRIGGER users_lower;
