create schema if not exists private;
create or replace function private.is_admin(uid bigint) returns boolean language sql stable as $$ select exists (select 1 from users where id = uid) $$;
revoke all on function private.is_admin(bigint) from public;
create or replace view public.admins with (security_invoker = true) as select id, name from users where private.is_admin(id);
grant usage on schema private to public;
alter default privileges in schema private grant execute on functions to public;
