-- three switches of the dashboard
alter table posts add column if not exists hidden boolean;
update posts set hidden = false;
alter table posts alter column hidden set not null;
alter table posts add column if not exists pinned boolean;
update posts set pinned = false;
alter table posts alter column pinned set not null;
