class RenameColumnsSeveral < ActiveRecord::Migration[6.1]
  def change
    rename_column :posts, :body, :content
    rename_column :posts, :views, :view_count
    change_column_default :posts, :view_count, from: nil, to: 0
  end
end
