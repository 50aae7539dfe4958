class NextIfChildExists < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    User.find_each do |user|
      next if Order.exists?(user_id: user.id, status: "gift")

      Order.create!(user_id: user.id, status: "gift", total: 0)
    end
  end

  def down
    Order.where(status: "gift").delete_all
  end
end
