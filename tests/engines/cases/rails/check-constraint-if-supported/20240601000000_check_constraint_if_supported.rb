class CheckConstraintIfSupported < ActiveRecord::Migration[6.1]
  def change
    return unless connection.supports_check_constraints?

    add_check_constraint :orders, "total >= 0", name: "orders_total_positive"
  end
end
