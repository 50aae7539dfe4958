class CopyToArchiveInBatches < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    create_table :order_archives, if_not_exists: true do |t|
      t.bigint :order_id
      t.integer :total
    end
    execute "INSERT INTO order_archives (order_id, total) SELECT id, total FROM orders WHERE status = 'paid'"
    Order.where(status: "paid").delete_all
  end

  def down
    drop_table :order_archives
  end
end
