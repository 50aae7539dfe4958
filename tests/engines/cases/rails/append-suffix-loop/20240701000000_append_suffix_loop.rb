class AppendSuffixLoop < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.find_each do |post|
      post.update!(title: "#{post.title} (archived)")
    end
  end

  def down
    Post.find_each do |post|
      post.update!(title: post.title.delete_suffix(" (archived)"))
    end
  end
end
