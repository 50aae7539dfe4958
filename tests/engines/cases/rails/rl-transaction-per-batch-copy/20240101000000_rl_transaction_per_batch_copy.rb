class RlTransactionPerBatchCopy < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Order < ActiveRecord::Base; end

  def up
    add_column :orders, :total_cents, :bigint unless column_exists?(:orders, :total_cents)
    Order.unscoped.in_batches(of: 100) do |batch|
      batch.where(total_cents: nil).update_all("total_cents = total * 100")
    end
  end

  def down
    remove_column :orders, :total_cents if column_exists?(:orders, :total_cents)
  end
end
