class R8CommentOnDroppedColumn < ActiveRecord::Migration[6.1]
  def up
    change_column_comment :orders, :status, "Not used any more" if column_exists?(:orders, :total)
    remove_column :orders, :status, if_exists: true
  end

  def down
    add_column :orders, :status, :string
  end
end
