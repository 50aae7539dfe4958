class ViewsForReporting < ActiveRecord::Migration[6.1]
  def up
    execute "DROP VIEW IF EXISTS order_totals"
    execute <<-SQL
      CREATE VIEW order_totals AS
      SELECT user_id, SUM(total) AS total FROM orders GROUP BY user_id
    SQL
    rename_column :users, :logins, :sign_in_count
  end

  def down
    rename_column :users, :sign_in_count, :logins
    execute "DROP VIEW order_totals"
  end
end
