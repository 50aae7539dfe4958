class MysqlTriggerDropIfExists < ActiveRecord::Migration[6.1]
  def up
    execute "DROP TRIGGER IF EXISTS orders_default_status"
    execute <<~SQL
      CREATE TRIGGER orders_default_status BEFORE INSERT ON orders
      FOR EACH ROW SET NEW.status = COALESCE(NEW.status, 'open')
    SQL
    change_column_default :orders, :total, from: nil, to: 0
  end

  def down
    change_column_default :orders, :total, from: 0, to: nil
    execute "DROP TRIGGER orders_default_status"
  end
end
