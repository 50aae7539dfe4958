alter table posts
  add column creator_id bigint,
  add column published timestamptz not null default now();

update posts set creator_id = user_id;

alter table posts
  alter column creator_id set not null,
  drop column user_id,
  add constraint posts_creator_id_fkey foreign key (creator_id) references users (id) on update cascade on delete cascade;

create index idx_posts_creator on posts (creator_id);
