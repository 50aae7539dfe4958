begin;
drop publication if exists app_realtime;
create publication app_realtime;
commit;
alter publication app_realtime add table public.posts;
alter table public.posts replica identity full;
