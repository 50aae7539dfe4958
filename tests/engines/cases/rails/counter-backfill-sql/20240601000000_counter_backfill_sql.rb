class CounterBackfillSql < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :orders_count, :integer, default: 0, null: false

    execute <<~SQL
      UPDATE users SET orders_count = (SELECT COUNT(*) FROM orders WHERE orders.user_id = users.id)
    SQL
  end

  def down
    remove_column :users, :orders_count
  end
end
