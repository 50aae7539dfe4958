SELECT id, name INTO names_copy FROM users;
