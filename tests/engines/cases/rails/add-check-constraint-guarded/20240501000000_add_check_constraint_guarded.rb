class AddCheckConstraintGuarded < ActiveRecord::Migration[6.1]
  def up
    return if check_constraints(:plans).any? { |c| c.name == "plans_price" }

    add_check_constraint :plans, "price > 0", name: "plans_price"
  end

  def down
    remove_check_constraint :plans, name: "plans_price"
  end
end
