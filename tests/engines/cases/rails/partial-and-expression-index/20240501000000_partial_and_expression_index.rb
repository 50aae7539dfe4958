class PartialAndExpressionIndex < ActiveRecord::Migration[6.1]
  def change
    add_index :users, "lower(email)", name: "users_lower_email", if_not_exists: true
    add_index :posts, :views, where: "views > 0"
  end
end
