create table if not exists public.profiles (
  id bigint references public.users on delete cascade not null primary key,
  username text unique,
  updated_at timestamp with time zone,
  constraint username_length check (char_length(username) >= 1)
);
alter table public.profiles enable row level security;
create policy "Public profiles are viewable by everyone." on public.profiles for select using (true);
create policy "Users can insert their own profile." on public.profiles for insert with check (id = 1);
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username) values (new.id, new.email) on conflict do nothing;
  return new;
end;
$$;
drop trigger if exists on_auth_user_created on public.users;
create trigger on_auth_user_created after insert on public.users for each row execute procedure public.handle_new_user();
insert into public.profiles (id, username) select id, email from public.users on conflict (id) do nothing;
