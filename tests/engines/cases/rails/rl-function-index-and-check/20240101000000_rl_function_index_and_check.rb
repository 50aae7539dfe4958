class RlFunctionIndexAndCheck < ActiveRecord::Migration[6.1]
  def change
    add_index :users, "lower(email), created_at DESC", name: "users_lower_email"
    add_check_constraint :plans, "price >= 0", name: "plans_price_positive"
    validate_check_constraint :plans, name: "plans_price_positive" if respond_to?(:validate_check_constraint_now)
  end
end
