UPDATE users SET logins = logins + 1;
UPDATE posts SET state = CASE WHEN state = 0 THEN 1 ELSE state END;
