CREATE OR REPLACE PROCEDURE archive_orders(cutoff int) LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM orders WHERE id < cutoff;
END;
$body$;
COMMENT ON PROCEDURE archive_orders(int) IS 'nightly job';
ALTER PROCEDURE archive_orders(int) RENAME TO purge_orders;
