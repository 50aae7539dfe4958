class RenameTableAndColumn < ActiveRecord::Migration[6.1]
  def change
    rename_table :tags, :labels
    rename_column :labels, :label, :name
  end
end
