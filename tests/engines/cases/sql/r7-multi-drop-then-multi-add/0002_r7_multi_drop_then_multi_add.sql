create table if not exists tempowner (tempownerid bigint not null, user_id bigint, reason varchar(500));
alter table tempowner
  drop constraint if exists tempowner_pkey,
  drop constraint if exists fk_tempowner_userid;
alter table tempowner
  add constraint tempowner_pkey primary key (tempownerid),
  add constraint fk_tempowner_userid foreign key (user_id) references users (id);
create index in_tempowner_reason on tempowner (lower(reason));
