DROP VIEW user_summary;
ALTER TABLE users DROP COLUMN vip;
