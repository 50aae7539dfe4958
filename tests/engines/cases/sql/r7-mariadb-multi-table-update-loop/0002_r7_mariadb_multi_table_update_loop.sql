UPDATE posts p JOIN users u ON u.id = p.user_id SET p.title = CONCAT(u.name, ': ', p.title) WHERE p.title NOT LIKE CONCAT(u.name, ': %');
DELETE o FROM orders o LEFT JOIN users u ON u.id = o.user_id WHERE u.id IS NULL;
