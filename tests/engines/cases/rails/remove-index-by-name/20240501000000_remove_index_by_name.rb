class RemoveIndexByName < ActiveRecord::Migration[6.1]
  def up
    remove_index :posts, name: :index_posts_on_title
  end

  def down
    add_index :posts, :title
  end
end
