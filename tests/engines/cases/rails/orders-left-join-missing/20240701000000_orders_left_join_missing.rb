class OrdersLeftJoinMissing < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    missing = User.joins("LEFT JOIN orders ON orders.user_id = users.id AND orders.status = 'trial'").where("orders.id IS NULL")
    missing.find_each do |user|
      Order.create!(user_id: user.id, status: "trial", total: 0)
    end
  end

  def down
    Order.where(status: "trial").delete_all
  end
end
