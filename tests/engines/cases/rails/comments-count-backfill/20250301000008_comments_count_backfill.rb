class CommentsCountBackfill < ActiveRecord::Migration[6.1]
  def up
    change_table :users, bulk: true do |t|
      t.integer :posts_count, default: 0, null: false
      t.integer :orders_count, default: 0, null: false
    end

    execute <<-SQL.squish
      UPDATE users
         SET posts_count = (SELECT count(*) FROM posts WHERE posts.user_id = users.id),
             orders_count = (SELECT count(*) FROM orders WHERE orders.user_id = users.id)
    SQL
  end

  def down
    change_table :users, bulk: true do |t|
      t.remove :posts_count
      t.remove :orders_count
    end
  end
end
