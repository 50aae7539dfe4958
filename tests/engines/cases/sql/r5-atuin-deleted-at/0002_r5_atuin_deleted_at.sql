-- Add migration script here
alter table posts add column deleted_at integer;
alter table posts add column hostname text not null default 'unknown';
update posts set deleted_at = 0 where state = 9;
create index idx_posts_deleted on posts (deleted_at) where deleted_at is null;
create index if not exists idx_posts_hostname on posts (hostname, title);
