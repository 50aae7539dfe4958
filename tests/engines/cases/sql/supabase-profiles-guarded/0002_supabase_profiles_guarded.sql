create table if not exists public.profiles (
  id uuid not null primary key,
  username text unique
);

alter table public.profiles enable row level security;

drop policy if exists "Profiles are viewable by everyone." on public.profiles;
create policy "Profiles are viewable by everyone." on public.profiles for select using (true);

create or replace function public.touch() returns trigger language plpgsql as $$
begin
  return new;
end;
$$;

drop trigger if exists on_profile_touched on public.profiles;
create trigger on_profile_touched before update on public.profiles for each row execute function public.touch();

grant select on public.profiles to public;
revoke insert on public.profiles from public;
comment on table public.profiles is 'One for each user.';
