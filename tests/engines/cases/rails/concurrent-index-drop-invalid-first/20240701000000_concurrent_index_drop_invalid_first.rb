class ConcurrentIndexDropInvalidFirst < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "DROP INDEX CONCURRENTLY IF EXISTS index_orders_on_total"
    add_index :orders, :total, algorithm: :concurrently
  end

  def down
    remove_index :orders, column: :total, algorithm: :concurrently
  end
end
