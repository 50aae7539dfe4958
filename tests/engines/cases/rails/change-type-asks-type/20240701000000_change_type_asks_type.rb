class ChangeTypeAsksType < ActiveRecord::Migration[6.1]
  def up
    return if Post.columns_hash["views"].type == :string

    change_column :posts, :views, :string
  end

  def down
    change_column :posts, :views, :integer, using: "views::integer"
  end

  class Post < ActiveRecord::Base; end
end
