class RenameIndexAndColumns < ActiveRecord::Migration[6.1]
  def change
    rename_index :posts, "index_posts_on_title", "posts_by_title"
    rename_column :posts, :title, :headline
    rename_column :users, :nickname, :handle
    add_index :users, :handle, unique: true
  end
end
