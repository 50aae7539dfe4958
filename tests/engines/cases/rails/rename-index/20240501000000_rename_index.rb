class RenameIndex < ActiveRecord::Migration[6.1]
  def change
    rename_index :posts, "index_posts_on_title", "posts_by_title"
  end
end
