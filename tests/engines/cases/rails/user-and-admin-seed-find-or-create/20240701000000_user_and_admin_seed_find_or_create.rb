class UserAndAdminSeedFindOrCreate < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Order < ActiveRecord::Base; end

  def up
    admin = User.find_or_create_by!(email: "admin@example.com") { |u| u.name = "admin" }
    Order.where(user_id: admin.id, status: "demo").first_or_create!(total: 1)
  end

  def down
    Order.where(status: "demo").delete_all
    User.where(email: "admin@example.com").delete_all
  end
end
