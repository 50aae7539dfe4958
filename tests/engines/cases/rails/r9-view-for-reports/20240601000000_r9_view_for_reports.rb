class R9ViewForReports < ActiveRecord::Migration[6.1]
  def up
    execute "DROP VIEW IF EXISTS order_report"
    execute "CREATE VIEW order_report AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id"
  end

  def down
    execute "DROP VIEW order_report"
  end
end
