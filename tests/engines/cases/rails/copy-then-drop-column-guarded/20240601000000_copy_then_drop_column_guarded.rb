class CopyThenDropColumnGuarded < ActiveRecord::Migration[6.1]
  def up
    if column_exists?(:posts, :body)
      add_column :posts, :content, :text unless column_exists?(:posts, :content)
      execute "UPDATE posts SET content = body WHERE content IS NULL"
      remove_column :posts, :body
    end
  end

  def down
    rename_column :posts, :content, :body
  end
end
