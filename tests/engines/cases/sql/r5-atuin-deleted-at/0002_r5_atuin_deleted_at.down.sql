drop index idx_posts_hostname;
drop index idx_posts_deleted;
alter table posts drop column hostname;
alter table posts drop column deleted_at;
