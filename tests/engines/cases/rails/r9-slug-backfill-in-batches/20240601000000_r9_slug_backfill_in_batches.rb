class R9SlugBackfillInBatches < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Post < ActiveRecord::Base
    self.table_name = "posts"
  end

  def up
    add_column :posts, :slug, :string unless column_exists?(:posts, :slug)
    Post.reset_column_information
    Post.where(slug: nil).find_each do |post|
      post.update_columns(slug: "#{post.title.parameterize}-#{post.id}")
    end
    add_index :posts, :slug, unique: true, if_not_exists: true
  end

  def down
    remove_column :posts, :slug
  end
end
