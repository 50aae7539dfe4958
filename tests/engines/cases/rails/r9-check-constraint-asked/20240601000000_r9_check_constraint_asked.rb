class R9CheckConstraintAsked < ActiveRecord::Migration[6.1]
  def up
    execute "UPDATE orders SET total = 0 WHERE total IS NULL OR total < 0"
    return if check_constraint_asked?("orders_total_positive")

    add_check_constraint :orders, "total >= 0", name: "orders_total_positive"
  end

  def down
    remove_check_constraint :orders, name: "orders_total_positive"
  end

  private

  def check_constraint_asked?(name)
    connection.check_constraints(:orders).any? { |check| check.name == name }
  end
end
