class FkGuardTooWide < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :approver_id, :bigint unless column_exists?(:orders, :approver_id)
    add_foreign_key :orders, :users, column: :approver_id unless foreign_key_exists?(:orders, :users)
    add_index :orders, :approver_id unless index_exists?(:orders, :approver_id)
  end

  def down
    remove_column :orders, :approver_id
  end
end
