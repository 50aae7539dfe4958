class BackfillFindEachAppends < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.find_each { |post| post.update!(title: "#{post.title}!") }
  end

  def down
  end
end
