CREATE TABLE IF NOT EXISTS done_steps (step TEXT PRIMARY KEY);
UPDATE users SET logins = logins + 1 WHERE NOT EXISTS (SELECT 1 FROM done_steps WHERE step = 'bump');
INSERT OR IGNORE INTO done_steps VALUES ('bump');
