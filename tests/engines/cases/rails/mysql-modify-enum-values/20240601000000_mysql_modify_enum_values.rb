class MysqlModifyEnumValues < ActiveRecord::Migration[6.1]
  def up
    execute "ALTER TABLE orders MODIFY status ENUM('open', 'paid', 'refunded') NOT NULL DEFAULT 'open'"
    execute "ALTER TABLE orders ADD INDEX orders_status_total (status, total)"
  end

  def down
    execute "ALTER TABLE orders DROP INDEX orders_status_total"
    execute "ALTER TABLE orders MODIFY status VARCHAR(255)"
  end
end
