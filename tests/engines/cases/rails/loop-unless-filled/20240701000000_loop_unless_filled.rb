class LoopUnlessFilled < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    add_column :posts, :slug, :string unless column_exists?(:posts, :slug)
    Post.reset_column_information
    Post.find_each do |post|
      post.update!(slug: post.title.parameterize) if post.slug.blank?
    end
  end

  def down
    remove_column :posts, :slug
  end
end
