create sequence if not exists posts_number_seq;
alter table posts add column if not exists number bigint;
select setval('posts_number_seq', coalesce(max(id), 1)) from posts;
update posts set number = id where number is null;
alter table posts alter column number set default nextval('posts_number_seq');
alter table posts alter column number set not null;
