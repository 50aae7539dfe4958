class AppendSuffixUnlessDone < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.where.not("title LIKE ?", "%(archived)").find_each do |post|
      post.update!(title: "#{post.title} (archived)")
    end
  end

  def down
  end
end
