class RenameColumnAndIndexFollows < ActiveRecord::Migration[6.1]
  def up
    rename_column :posts, :title, :headline if column_exists?(:posts, :title)
    add_index :posts, :state unless index_exists?(:posts, :state)
  end

  def down
    rename_column :posts, :headline, :title if column_exists?(:posts, :headline)
    remove_index :posts, :state if index_exists?(:posts, :state)
  end
end
