class ChangeColumn < ActiveRecord::Migration[6.1]
  def up
    change_column :users, :name, :text
    change_column_default :posts, :views, 0
    change_column_null :posts, :views, false, 0
  end

  def down
    change_column_null :posts, :views, true
    change_column_default :posts, :views, nil
    change_column :users, :name, :string
  end
end
