class RlDropNotNullTriggerView < ActiveRecord::Migration[6.1]
  def up
    execute "DROP VIEW IF EXISTS open_orders"
    change_column :orders, :total, :bigint
    execute "CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'open'"
  end

  def down
    execute "DROP VIEW open_orders"
    change_column :orders, :total, :integer
  end
end
