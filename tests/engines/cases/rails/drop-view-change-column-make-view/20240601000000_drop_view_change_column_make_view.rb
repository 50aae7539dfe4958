class DropViewChangeColumnMakeView < ActiveRecord::Migration[6.1]
  def up
    execute "DROP VIEW IF EXISTS order_report"
    change_column :orders, :total, :bigint
    execute "CREATE VIEW order_report AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id"
  end

  def down
    execute "DROP VIEW order_report"
    change_column :orders, :total, :integer
  end
end
