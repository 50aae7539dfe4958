class RenameIndexGuarded < ActiveRecord::Migration[6.1]
  def up
    rename_index :posts, "index_posts_on_title", "posts_by_title" if index_name_exists?(:posts, "index_posts_on_title")
  end

  def down
    rename_index :posts, "posts_by_title", "index_posts_on_title" if index_name_exists?(:posts, "posts_by_title")
  end
end
