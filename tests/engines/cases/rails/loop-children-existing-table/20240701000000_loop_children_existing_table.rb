class LoopChildrenExistingTable < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      Order.create!(user_id: user.id, total: 0, status: "welcome")
    end
  end

  def down
    Order.where(status: "welcome").delete_all
  end
end
