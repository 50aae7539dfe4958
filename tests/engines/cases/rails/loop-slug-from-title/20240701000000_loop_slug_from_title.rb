class LoopSlugFromTitle < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    add_column :posts, :slug, :string
    Post.reset_column_information
    Post.find_each do |post|
      post.update_columns(slug: post.title.parameterize)
    end
    change_column_null :posts, :slug, false
    add_index :posts, :slug, unique: true
  end

  def down
    remove_column :posts, :slug
  end
end
