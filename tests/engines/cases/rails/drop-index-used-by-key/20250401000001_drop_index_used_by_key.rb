class DropIndexUsedByKey < ActiveRecord::Migration[6.1]
  def up
    remove_index :orders, :user_id
    add_index :orders, [:user_id, :status]
  end

  def down
    remove_index :orders, [:user_id, :status]
    add_index :orders, :user_id
  end
end
