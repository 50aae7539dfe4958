class CheckConstraintTwoPhasesNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_check_constraint :plans, "price >= 0", name: "plans_price_check", validate: false
    validate_check_constraint :plans, name: "plans_price_check"
    change_column_null :plans, :price, false
  end

  def down
    change_column_null :plans, :price, true
    remove_check_constraint :plans, name: "plans_price_check"
  end
end
