class MysqlEnumColumn < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :kind, "ENUM('retail', 'wholesale')", default: "retail", null: false
    execute "UPDATE orders SET kind = 'wholesale' WHERE total >= 100"
    add_index :orders, :kind
  end

  def down
    remove_column :orders, :kind
  end
end
