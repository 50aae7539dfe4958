class TouchRecordsInMemory < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base
    self.table_name = "posts"
  end

  def up
    Post.where(state: 0).find_each do |post|
      post.update_columns(state: 1, views: post.views.to_i + 1)
    end
  end

  def down
  end
end
