class ResetAllToDefault < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    Post.update_all(state: 1)
  end

  def down; end
end
