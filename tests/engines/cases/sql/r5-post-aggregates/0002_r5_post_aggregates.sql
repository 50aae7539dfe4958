create table post_aggregates (
  id serial primary key,
  post_id bigint references posts on update cascade on delete cascade not null,
  comments bigint not null default 0,
  score bigint not null default 0,
  unique (post_id)
);

insert into post_aggregates (post_id, comments, score)
  select p.id, coalesce(c.n, 0), coalesce(p.views, 0)
  from posts p
  left join (select user_id, count(*) as n from orders group by user_id) c on c.user_id = p.user_id;

create function post_aggregates_post()
returns trigger language plpgsql
as $$
begin
  IF (TG_OP = 'INSERT') THEN
    insert into post_aggregates (post_id) values (NEW.id);
  ELSIF (TG_OP = 'DELETE') THEN
    delete from post_aggregates where post_id = OLD.id;
  END IF;
  return null;
end $$;

create trigger post_aggregates_post
after insert or delete on posts
for each row
execute procedure post_aggregates_post();
