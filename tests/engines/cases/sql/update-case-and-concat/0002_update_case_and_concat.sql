UPDATE posts SET state = CASE state WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE state END;
UPDATE users SET email = concat('x-', email);
UPDATE users SET name = trim(name), nickname = coalesce(nickname, name);
