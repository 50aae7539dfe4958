class ViewCreateIfNotView < ActiveRecord::Migration[6.1]
  def up
    return if view_exists?(:paid_orders)

    execute "CREATE VIEW paid_orders AS SELECT * FROM orders WHERE status = 'paid'"
  end

  def down
    execute "DROP VIEW IF EXISTS paid_orders"
  end
end
