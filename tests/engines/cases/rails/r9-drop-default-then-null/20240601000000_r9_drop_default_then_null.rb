class R9DropDefaultThenNull < ActiveRecord::Migration[6.1]
  def change
    change_column_default :posts, :state, from: 0, to: nil
    change_column_null :posts, :title, false, "untitled"
  end
end
