class PolymorphicBackfillPluck < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    add_reference :posts, :owner, polymorphic: true, index: true
    Post.reset_column_information
    Post.where.not(user_id: nil).pluck(:id, :user_id).each do |id, user_id|
      Post.where(id: id).update_all(owner_type: "User", owner_id: user_id)
    end
  end

  def down
    remove_reference :posts, :owner, polymorphic: true, index: true
  end
end
