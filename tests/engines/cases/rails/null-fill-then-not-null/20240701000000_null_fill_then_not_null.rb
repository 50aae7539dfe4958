class NullFillThenNotNull < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    Order.where(status: nil).update_all(status: "open")
    change_column_default :orders, :status, "open"
    change_column_null :orders, :status, false
  end

  def down
    change_column_null :orders, :status, true
    change_column_default :orders, :status, nil
  end
end
