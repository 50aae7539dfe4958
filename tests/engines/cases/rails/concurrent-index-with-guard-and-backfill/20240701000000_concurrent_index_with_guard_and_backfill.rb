class ConcurrentIndexWithGuardAndBackfill < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Order < ActiveRecord::Base; end

  def up
    add_column :orders, :placed_on, :date unless column_exists?(:orders, :placed_on)
    Order.reset_column_information
    Order.where(placed_on: nil).in_batches(of: 100) do |batch|
      batch.update_all(placed_on: Date.new(2024, 1, 1))
    end
    add_index :orders, :placed_on, algorithm: :concurrently, if_not_exists: true
  end

  def down
    remove_index :orders, :placed_on, if_exists: true
    remove_column :orders, :placed_on, if_exists: true
  end
end
