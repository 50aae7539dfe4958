class ViewsNilToZeroEach < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base
    self.inheritance_column = :_type_disabled
    scope :unseen, -> { where(views: nil) }
  end

  def up
    Post.unseen.find_each(batch_size: 100) { |post| post.update_attribute(:views, 0) }
    change_column :posts, :views, :integer, default: 0, null: false
  end

  def down
    change_column :posts, :views, :integer, default: nil, null: true
  end
end
