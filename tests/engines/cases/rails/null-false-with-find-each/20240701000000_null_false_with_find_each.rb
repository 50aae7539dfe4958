class NullFalseWithFindEach < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    Order.where(status: [nil, ""]).find_each { |order| order.update_columns(status: "open") }
    change_column_null :orders, :status, false
    change_column_default :orders, :status, from: nil, to: "open"
  end

  def down
    change_column_default :orders, :status, from: "open", to: nil
    change_column_null :orders, :status, true
  end
end
