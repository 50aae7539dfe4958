class RlRemoveColumnInModelFirst < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base
    self.ignored_columns = ["views"]
  end

  def up
    Post.where("views IS NULL").update_all(views: 0)
    remove_column :posts, :views
  end

  def down
    add_column :posts, :views, :integer
  end
end
