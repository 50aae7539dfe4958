class ResetCountersEach < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base
    belongs_to :user, counter_cache: true
  end
  class User < ActiveRecord::Base
    has_many :posts
  end

  def change
    add_column :users, :posts_count, :integer, null: false, default: 0

    reversible do |dir|
      dir.up do
        User.reset_column_information
        User.all.each { |u| User.reset_counters(u.id, :posts) }
      end
    end
  end
end
