update users set nickname = '' where nickname is null;
alter table users alter column nickname set default '';
alter table users alter column nickname set not null;
update posts set views = 0 where views is null;
alter table posts alter column views set default 0;
alter table posts alter column views set not null;
