class ToggleBooleanInverted < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  def up
    add_column :posts, :hidden, :boolean, null: false, default: false
    execute "UPDATE posts SET hidden = NOT hidden WHERE state = 0"
  end

  def down
    remove_column :posts, :hidden
  end
end
