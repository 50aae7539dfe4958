class R9JoinTableOnlyCopiedWhenMade < ActiveRecord::Migration[6.1]
  def up
    unless table_exists?(:posts_tags)
      create_join_table :posts, :tags
      execute "INSERT INTO posts_tags (post_id, tag_id) SELECT posts.id, tags.id FROM posts, tags WHERE tags.label = 'red'"
    end
    add_index :posts_tags, [:post_id, :tag_id], unique: true, if_not_exists: true
  end

  def down
    drop_join_table :posts, :tags, if_exists: true
  end
end
