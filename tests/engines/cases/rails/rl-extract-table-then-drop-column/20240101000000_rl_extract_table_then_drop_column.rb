class RlExtractTableThenDropColumn < ActiveRecord::Migration[6.1]
  def up
    create_table :bodies do |t|
      t.references :post, null: false
      t.text :content
    end
    execute "INSERT INTO bodies (post_id, content) SELECT id, body FROM posts WHERE body IS NOT NULL"
    remove_column :posts, :body
  end

  def down
    add_column :posts, :body, :text
    execute "UPDATE posts SET body = (SELECT content FROM bodies WHERE bodies.post_id = posts.id)"
    drop_table :bodies
  end
end
