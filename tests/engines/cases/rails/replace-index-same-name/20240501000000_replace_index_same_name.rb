class ReplaceIndexSameName < ActiveRecord::Migration[6.1]
  def up
    remove_index :posts, name: "index_posts_on_title"
    add_index :posts, [:title, :state], name: "index_posts_on_title"
  end

  def down
    remove_index :posts, name: "index_posts_on_title"
    add_index :posts, :title, name: "index_posts_on_title"
  end
end
