class R9JoinTableCopied < ActiveRecord::Migration[6.1]
  def up
    create_join_table :posts, :tags do |t|
      t.index [:post_id, :tag_id], unique: true
    end
    execute "INSERT INTO posts_tags (post_id, tag_id) SELECT posts.id, tags.id FROM posts, tags WHERE tags.label = 'red'"
  end

  def down
    drop_join_table :posts, :tags
  end
end
