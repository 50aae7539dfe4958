do $body$
begin
  alter table orders add constraint orders_total_ok check (total > -1);
exception when duplicate_object then
  raise notice 'constraint exists';
end;
$body$ language plpgsql;
alter table orders alter column status set default 'open';
