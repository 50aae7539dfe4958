class ProfilesWhereMissing < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
    has_many :orders
  end
  class Order < ActiveRecord::Base; end

  def up
    User.where("NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = users.id AND o.status = 'welcome')").find_each do |user|
      Order.create!(user_id: user.id, status: "welcome", total: 0)
    end
  end

  def down
    Order.where(status: "welcome").delete_all
  end
end
