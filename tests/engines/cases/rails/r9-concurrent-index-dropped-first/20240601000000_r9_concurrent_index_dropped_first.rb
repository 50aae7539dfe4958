class R9ConcurrentIndexDroppedFirst < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    remove_index :orders, name: "orders_status_total", algorithm: :concurrently, if_exists: true
    add_index :orders, [:status, :total], name: "orders_status_total", algorithm: :concurrently
  end

  def down
    remove_index :orders, name: "orders_status_total", algorithm: :concurrently, if_exists: true
  end
end
