DROP TABLE IF EXISTS login_log;
CREATE TABLE login_log (user_id bigint NOT NULL, at varchar(30));
INSERT INTO login_log (user_id, at) SELECT id, 'unknown' FROM users WHERE logins > 0;
UPDATE users SET logins = 0;
