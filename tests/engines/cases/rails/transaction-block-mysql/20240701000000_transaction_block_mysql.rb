class TransactionBlockMysql < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    add_column :orders, :net, :integer unless column_exists?(:orders, :net)
    Order.reset_column_information
    Order.transaction do
      Order.where(net: nil).find_each { |order| order.update_columns(net: order.total.to_i * 80 / 100) }
    end
  end

  def down
    remove_column :orders, :net
  end
end
