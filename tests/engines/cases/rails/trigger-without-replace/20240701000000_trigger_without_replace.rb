class TriggerWithoutReplace < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION orders_set_status() RETURNS trigger AS $$
      BEGIN
        NEW.status := COALESCE(NEW.status, 'open');
        RETURN NEW;
      END;
      $$ LANGUAGE plpgsql;
    SQL
    execute <<~SQL
      CREATE TRIGGER orders_status BEFORE INSERT ON orders
      FOR EACH ROW EXECUTE FUNCTION orders_set_status();
    SQL
  end

  def down
    execute "DROP TRIGGER orders_status ON orders"
    execute "DROP FUNCTION orders_set_status()"
  end
end
