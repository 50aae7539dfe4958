class RlRenameIndexIfOld < ActiveRecord::Migration[6.1]
  def up
    rename_index :posts, "index_posts_on_title", "idx_posts_title" if index_name_exists?(:posts, "index_posts_on_title")
  end

  def down
    rename_index :posts, "idx_posts_title", "index_posts_on_title" if index_name_exists?(:posts, "idx_posts_title")
  end
end
