update orders set user_id = null where user_id in (select u.id from users u where u.logins < 2);
delete from orders where user_id is null;
delete from users where logins < 2;
