class LoopChildrenFindOrCreate < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      Order.find_or_create_by!(user_id: user.id, status: "welcome") do |order|
        order.total = 0
      end
    end
  end

  def down
    Order.where(status: "welcome").delete_all
  end
end
