class RemoveIndexIfNameExists < ActiveRecord::Migration[6.1]
  def up
    remove_index :posts, name: :index_posts_on_title if index_name_exists?(:posts, :index_posts_on_title)
  end

  def down
    add_index :posts, :title, name: :index_posts_on_title unless index_name_exists?(:posts, :index_posts_on_title)
  end
end
