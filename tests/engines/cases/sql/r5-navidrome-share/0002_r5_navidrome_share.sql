-- +goose Up
create table if not exists share_new (
    id integer primary key autoincrement,
    user_id bigint references users (id) on delete cascade,
    title varchar(255) default '' not null,
    downloadable bool not null default false
);
insert into share_new (user_id, title) select user_id, title from posts where state = 0;
drop table if exists share;
alter table share_new rename to share;
create index if not exists share_user_id on share (user_id);

-- +goose Down
drop table if exists share;
