class UserAndAdminSeedWithAssoc < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    admin = User.create!(name: "admin", email: "admin@example.com")
    Order.create!(user_id: admin.id, status: "demo", total: 1)
  end

  def down
    Order.where(status: "demo").delete_all
    User.where(email: "admin@example.com").delete_all
  end
end
