create table public.profiles (
  id uuid not null primary key,
  user_id bigint references public.users (id) on delete cascade,
  username text unique,
  constraint username_length check (char_length(username) >= 3)
);

alter table public.profiles enable row level security;

create policy "Public profiles are viewable by everyone." on profiles
  for select using (true);

create policy "Users can insert their own profile." on profiles
  for insert with check (true);

create function public.handle_new_user()
returns trigger
language plpgsql
security definer set search_path = public
as $$
begin
  insert into public.profiles (id, username) values (gen_random_uuid(), new.name);
  return new;
end;
$$;

create trigger on_user_created
  after insert on public.users
  for each row execute procedure public.handle_new_user();
