class R9CheckConstraintAndData < ActiveRecord::Migration[6.1]
  def change
    reversible do |dir|
      dir.up { execute "UPDATE orders SET total = 0 WHERE total IS NULL OR total < 0" }
    end
    add_check_constraint :orders, "total >= 0", name: "orders_total_positive"
  end
end
