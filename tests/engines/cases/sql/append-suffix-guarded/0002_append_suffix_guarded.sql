UPDATE users SET email = CONCAT(email, '.invalid') WHERE email NOT LIKE '%.invalid';
