CREATE TABLE IF NOT EXISTS periodtype (periodtypeid integer PRIMARY KEY, name varchar(50) NOT NULL UNIQUE);
CREATE SEQUENCE IF NOT EXISTS app_sequence;
do $$
declare
  max_retries int := 10;
  attempt int := 0;
begin
  if not exists (select 1 from periodtype where name = 'FinancialFeb') then
    loop
      begin
        insert into periodtype (periodtypeid, name) values (nextval('app_sequence'), 'FinancialFeb');
        exit;
      exception
        when unique_violation then
          attempt := attempt + 1;
          if attempt >= max_retries then
            raise exception 'no free number after % attempts', max_retries;
          end if;
      end;
    end loop;
  else
    raise info '%', 'FinancialFeb is there';
  end if;
end;
$$ language plpgsql;
