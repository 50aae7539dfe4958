class DataSourceExistsGuardRename < ActiveRecord::Migration[6.1]
  def up
    rename_table :tags, :labels if table_exists?(:tags)
    add_column :labels, :color, :string unless column_exists?(:labels, :color)
  end

  def down
    remove_column :labels, :color if column_exists?(:labels, :color)
    rename_table :labels, :tags if table_exists?(:labels)
  end
end
