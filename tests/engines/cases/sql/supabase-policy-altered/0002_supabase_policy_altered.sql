alter policy "see own" on users using (id > 0);
drop policy "see none" on users;
create policy "see some" on users as restrictive for all to public using (logins > 0) with check (logins > 0);
