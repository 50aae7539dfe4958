alter table posts add column user_id bigint;
update posts set user_id = creator_id;
alter table posts drop column creator_id, drop column published;
