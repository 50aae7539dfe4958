class NotifyTriggerIfAbsent < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE OR REPLACE FUNCTION touch_order() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.status := coalesce(NEW.status, 'open');
        RETURN NEW;
      END
      $$;
    SQL
    return if trigger?("touch_order_trigger")

    execute "CREATE TRIGGER touch_order_trigger BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch_order()"
  end

  def down
    execute "DROP TRIGGER IF EXISTS touch_order_trigger ON orders"
    execute "DROP FUNCTION IF EXISTS touch_order()"
  end

  private

  def trigger?(name)
    connection.select_value("SELECT count(*) FROM pg_trigger WHERE tgname = '#{name}'").to_i.positive?
  end
end
