class TimestampsBackfillGuarded < ActiveRecord::Migration[6.1]
  def up
    unless column_exists?(:posts, :created_at)
      add_timestamps :posts, null: true
    end

    execute "UPDATE posts SET created_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP WHERE created_at IS NULL"

    change_column_null :posts, :created_at, false
    change_column_null :posts, :updated_at, false
  end

  def down
    remove_timestamps :posts
  end
end
