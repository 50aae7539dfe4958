do $$
  begin
    if ((select count(*) from orders where status = 'void') + (select count(*) from posts where state = 99) > 0)
    then begin
      raise exception 'There are rows that can not be kept. See the notes of the release.';
    end;
    end if;
  end;
$$;
ALTER TABLE orders DROP COLUMN status;
