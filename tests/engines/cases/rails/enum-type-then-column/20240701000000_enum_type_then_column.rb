class EnumTypeThenColumn < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE TYPE order_state AS ENUM ('open', 'paid', 'void')"
    add_column :orders, :state, :order_state
    execute "UPDATE orders SET state = status::order_state"
  end

  def down
    remove_column :orders, :state
    execute "DROP TYPE order_state"
  end
end
