class ArchiveWithInsertSelect < ActiveRecord::Migration[6.1]
  def up
    create_table :paid_orders, if_not_exists: true do |t|
      t.bigint :order_id, null: false
      t.integer :total
    end
    execute "INSERT INTO paid_orders (order_id, total) SELECT id, total FROM orders WHERE status = 'paid'"
  end

  def down
    drop_table :paid_orders
  end
end
