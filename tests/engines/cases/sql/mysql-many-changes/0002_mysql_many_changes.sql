ALTER TABLE users
  ADD COLUMN phone varchar(20) DEFAULT NULL AFTER email,
  ADD COLUMN locale varchar(5) NOT NULL DEFAULT 'en',
  DROP COLUMN nickname,
  CHANGE COLUMN logins login_count int DEFAULT 0,
  ADD UNIQUE KEY users_phone (phone),
  ADD KEY users_locale (locale),
  ENGINE=InnoDB;
