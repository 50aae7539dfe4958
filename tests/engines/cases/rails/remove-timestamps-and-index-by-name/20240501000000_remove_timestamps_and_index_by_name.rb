class RemoveTimestampsAndIndexByName < ActiveRecord::Migration[6.1]
  def up
    remove_index :posts, name: "index_posts_on_title"
    remove_column :users, :created_at
  end

  def down
    add_column :users, :created_at, :datetime
    add_index :posts, :title
  end
end
