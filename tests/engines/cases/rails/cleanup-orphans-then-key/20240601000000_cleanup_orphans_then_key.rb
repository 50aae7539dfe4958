class CleanupOrphansThenKey < ActiveRecord::Migration[6.1]
  def up
    execute "DELETE FROM posts WHERE user_id NOT IN (SELECT id FROM users)"
    add_foreign_key :posts, :users, on_delete: :cascade unless foreign_key_exists?(:posts, :users)
  end

  def down
    remove_foreign_key :posts, :users if foreign_key_exists?(:posts, :users)
  end
end
