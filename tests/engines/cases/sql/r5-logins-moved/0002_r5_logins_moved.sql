CREATE TABLE IF NOT EXISTS login_stats (
  user_id bigint NOT NULL,
  logins int NOT NULL DEFAULT 0,
  UNIQUE KEY one_per_user (user_id)
) ENGINE=InnoDB;
INSERT INTO login_stats (user_id, logins) SELECT id, logins FROM users ON DUPLICATE KEY UPDATE logins = login_stats.logins + VALUES(logins);
