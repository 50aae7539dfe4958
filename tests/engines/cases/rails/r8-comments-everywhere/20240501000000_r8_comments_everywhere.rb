class R8CommentsEverywhere < ActiveRecord::Migration[6.1]
  def up
    add_column :orders, :note, :string unless column_exists?(:orders, :note)
    change_column_comment :orders, :note, "What the customer wrote"
    change_table_comment :orders, "What people bought"
  end

  def down
    change_table_comment :orders, nil
    remove_column :orders, :note, if_exists: true
  end
end
