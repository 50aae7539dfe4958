UPDATE users SET email = CONCAT(email, '.invalid');
