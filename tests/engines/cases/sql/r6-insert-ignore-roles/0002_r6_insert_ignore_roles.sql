CREATE TABLE IF NOT EXISTS roles (id int unsigned NOT NULL AUTO_INCREMENT, slug varchar(40) NOT NULL, title varchar(80) DEFAULT NULL, PRIMARY KEY (id), UNIQUE KEY slug (slug)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT IGNORE INTO roles (slug, title) VALUES ('owner', 'Owner'), ('editor', 'Editor');
CREATE TABLE IF NOT EXISTS role_user (role_id int unsigned NOT NULL, user_id bigint NOT NULL, PRIMARY KEY (role_id, user_id), CONSTRAINT role_user_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE);
INSERT IGNORE INTO role_user (role_id, user_id) SELECT r.id, u.id FROM roles r JOIN users u WHERE r.slug = 'owner' AND u.logins > 2;
REPLACE INTO roles (id, slug, title) VALUES (1, 'owner', 'Account owner');
