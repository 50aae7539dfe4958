class UpdateCountersLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Post < ActiveRecord::Base; end

  def up
    add_column :users, :posts_count, :integer, default: 0, null: false, if_not_exists: true
    User.reset_column_information
    Post.where.not(user_id: nil).group(:user_id).count.each do |user_id, count|
      User.update_counters(user_id, posts_count: count)
    end
  end

  def down
    remove_column :users, :posts_count
  end
end
