CREATE TABLE IF NOT EXISTS user_locales (user_id bigint NOT NULL PRIMARY KEY, locale varchar(10) NOT NULL DEFAULT 'en');
INSERT INTO user_locales (user_id) SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM user_locales);
