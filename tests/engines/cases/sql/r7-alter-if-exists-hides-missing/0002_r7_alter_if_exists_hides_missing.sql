alter table if exists customers add column if not exists idtoken varchar(255);
alter table if exists users add column idtoken varchar(255);
