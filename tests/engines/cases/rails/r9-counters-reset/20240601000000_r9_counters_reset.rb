class R9CountersReset < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :posts_count, :integer, default: 0, null: false, if_not_exists: true
    execute <<~SQL
      UPDATE users SET posts_count = (SELECT count(*) FROM posts WHERE posts.user_id = users.id)
    SQL
  end

  def down
    remove_column :users, :posts_count, if_exists: true
  end
end
