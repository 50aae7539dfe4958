CREATE TABLE IF NOT EXISTS `audit_log` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `actor` varchar(100) DEFAULT NULL,
  `action` varchar(50) NOT NULL,
  `created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `idx_audit_action` (`action`)
) ENGINE=InnoDB;
ALTER TABLE `audit_log` ADD INDEX `idx_audit_actor` (`actor`);
INSERT IGNORE INTO `audit_log` (`id`, `actor`, `action`) VALUES (1, 'system', 'boot');
