class CounterCacheOneSql < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :posts_count, :integer, default: 0, null: false unless column_exists?(:users, :posts_count)
    execute <<-SQL.squish
      UPDATE users SET posts_count = (SELECT count(*) FROM posts WHERE posts.user_id = users.id)
    SQL
  end

  def down
    remove_column :users, :posts_count
  end
end
