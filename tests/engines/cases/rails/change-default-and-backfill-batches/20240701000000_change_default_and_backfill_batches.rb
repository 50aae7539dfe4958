class ChangeDefaultAndBackfillBatches < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  disable_ddl_transaction!

  def up
    add_column :orders, :paid, :boolean unless column_exists?(:orders, :paid)
    change_column_default :orders, :paid, from: nil, to: false
    Order.unscoped.in_batches do |relation|
      relation.where(paid: nil).update_all paid: false
    end
    change_column_null :orders, :paid, false
  end

  def down
    remove_column :orders, :paid
  end
end
