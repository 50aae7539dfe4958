class AddCheckConstraint < ActiveRecord::Migration[6.1]
  def change
    add_check_constraint :plans, "price > 0", name: "plans_price"
  end
end
