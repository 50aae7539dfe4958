ALTER TABLE `users`
  ADD COLUMN `locale` varchar(5) NOT NULL DEFAULT 'en' AFTER `email`,
  ADD COLUMN `timezone` varchar(40) DEFAULT NULL,
  ADD INDEX `idx_users_locale` (`locale`);
CREATE TABLE `user_settings` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` bigint NOT NULL,
  `settings` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`settings`)),
  PRIMARY KEY (`id`),
  UNIQUE KEY `user_settings_user` (`user_id`),
  CONSTRAINT `user_settings_user_fk` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `user_settings` (`user_id`, `settings`) SELECT `id`, '{}' FROM `users`;
