class BackfillFindEach < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.where(views: nil).find_each do |post|
      post.update_columns(views: 0)
    end
  end

  def down
  end
end
