DROP PUBLICATION IF EXISTS app_changes;
CREATE PUBLICATION app_changes FOR TABLE users, orders WITH (publish = 'insert, update');
ALTER PUBLICATION app_changes ADD TABLE posts;
