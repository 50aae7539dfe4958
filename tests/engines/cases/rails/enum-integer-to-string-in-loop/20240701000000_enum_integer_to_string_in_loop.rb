class EnumIntegerToStringInLoop < ActiveRecord::Migration[6.1]
  class Post < ActiveRecord::Base; end

  STATES = { 0 => "draft", 1 => "published" }.freeze

  def up
    add_column :posts, :status, :string
    Post.reset_column_information
    STATES.each do |number, name|
      Post.where(state: number).update_all(status: name)
    end
    remove_column :posts, :state
  end

  def down
    add_column :posts, :state, :integer, default: 0
    Post.reset_column_information
    STATES.each do |number, name|
      Post.where(status: name).update_all(state: number)
    end
    remove_column :posts, :status
  end
end
