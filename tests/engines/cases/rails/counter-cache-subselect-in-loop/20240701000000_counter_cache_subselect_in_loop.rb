class CounterCacheSubselectInLoop < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end
  class Post < ActiveRecord::Base; end

  def up
    add_column :users, :posts_count, :integer, default: 0, null: false

    User.reset_column_information
    User.pluck(:id).each do |id|
      User.where(id: id).update_all(posts_count: Post.where(user_id: id).count)
    end
  end

  def down
    remove_column :users, :posts_count
  end
end
