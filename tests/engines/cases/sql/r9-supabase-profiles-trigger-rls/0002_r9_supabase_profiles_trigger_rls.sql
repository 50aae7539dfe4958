-- profiles are made when somebody signs up
create table if not exists public.profiles (
  id bigint primary key references public.users (id) on delete cascade,
  username text unique,
  updated_at timestamptz default now(),
  constraint username_length check (char_length(username) >= 3)
);

alter table public.profiles enable row level security;

drop policy if exists "Profiles are viewable by everyone" on public.profiles;
create policy "Profiles are viewable by everyone" on public.profiles for select using (true);

create or replace function public.make_profile() returns trigger language plpgsql security definer as $$
begin
  insert into public.profiles (id, username) values (new.id, coalesce(new.nickname, new.name)) on conflict (id) do nothing;
  return new;
end;
$$;

create or replace trigger on_user_made after insert on public.users for each row execute function public.make_profile();

insert into public.profiles (id, username)
select id, name from public.users
on conflict (id) do nothing;
