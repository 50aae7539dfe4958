class RlCounterResetBySql < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :orders_count, :integer, null: false, default: 0, if_not_exists: true
    execute <<~SQL
      UPDATE users SET orders_count = (SELECT COUNT(*) FROM orders WHERE orders.user_id = users.id)
    SQL
  end

  def down
    remove_column :users, :orders_count, if_exists: true
  end
end
