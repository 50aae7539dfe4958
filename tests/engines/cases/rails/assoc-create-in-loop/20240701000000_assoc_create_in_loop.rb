class AssocCreateInLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
    has_many :orders
  end
  class Order < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      user.orders.create!(status: "gift", total: 0)
    end
  end

  def down
    Order.where(status: "gift").delete_all
  end
end
