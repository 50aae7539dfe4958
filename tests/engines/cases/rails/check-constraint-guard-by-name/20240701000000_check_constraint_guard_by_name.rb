class CheckConstraintGuardByName < ActiveRecord::Migration[6.1]
  def up
    unless check_constraint_exists_by_name?
      add_check_constraint :orders, "total >= 0", name: "orders_total_positive"
    end
  end

  def down
    remove_check_constraint :orders, name: "orders_total_positive"
  end

  private

  def check_constraint_exists_by_name?
    connection.check_constraints(:orders).any? { |c| c.name == "orders_total_positive" }
  end
end
