class CheckConstraintsByHand < ActiveRecord::Migration[6.1]
  def up
    change_column_null :orders, :total, false, 0
    execute "ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total >= 0)"
    add_check_constraint :plans, "price >= 0", name: "plans_price_positive"
  end

  def down
    remove_check_constraint :plans, name: "plans_price_positive"
    execute "ALTER TABLE orders DROP CONSTRAINT orders_total_positive"
    change_column_null :orders, :total, true
  end
end
