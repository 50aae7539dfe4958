class CounterCache < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base
    has_many :posts
  end

  class Post < ActiveRecord::Base
    belongs_to :user, counter_cache: true
  end

  def up
    add_column :users, :posts_count, :integer, null: false, default: 0
    User.reset_column_information
    User.find_each { |user| User.reset_counters(user.id, :posts) }
  end

  def down
    remove_column :users, :posts_count
  end
end
