class DropColumnAndIndexGuarded < ActiveRecord::Migration[6.1]
  def up
    remove_index :posts, :title if index_exists?(:posts, :title)
    remove_column :posts, :title if column_exists?(:posts, :title)
  end

  def down
    add_column :posts, :title, :string unless column_exists?(:posts, :title)
    add_index :posts, :title unless index_exists?(:posts, :title)
  end
end
