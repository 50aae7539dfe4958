class RlRotateStates < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.where(state: 2).update_all(state: 3)
    Post.where(state: 1).update_all(state: 2)
    Post.where(state: 0).update_all(state: 1)
  end

  def down
    Post.where(state: 1).update_all(state: 0)
    Post.where(state: 2).update_all(state: 1)
    Post.where(state: 3).update_all(state: 2)
  end
end
