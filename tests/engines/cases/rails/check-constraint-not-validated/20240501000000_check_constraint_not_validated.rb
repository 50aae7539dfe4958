class CheckConstraintNotValidated < ActiveRecord::Migration[6.1]
  def up
    add_check_constraint :plans, "price >= 0", name: "plans_price_check", validate: false
    validate_check_constraint :plans, name: "plans_price_check"
  end

  def down
    remove_check_constraint :plans, name: "plans_price_check"
  end
end
