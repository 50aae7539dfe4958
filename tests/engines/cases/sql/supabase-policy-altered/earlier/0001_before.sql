alter table users enable row level security;
create policy "see own" on users using (true);
create policy "see none" on users using (false);
