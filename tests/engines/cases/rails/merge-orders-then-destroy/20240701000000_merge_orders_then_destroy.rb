class MergeOrdersThenDestroy < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    Order.where(status: "open").find_each do |order|
      Order.create!(user_id: order.user_id, total: order.total, status: "pending")
      order.destroy!
    end
  end

  def down
    Order.where(status: "pending").update_all(status: "open")
  end
end
