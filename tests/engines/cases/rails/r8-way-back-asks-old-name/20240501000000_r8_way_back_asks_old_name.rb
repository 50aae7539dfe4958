class R8WayBackAsksOldName < ActiveRecord::Migration[6.1]
  def up
    rename_table :tags, :labels unless table_exists?(:labels)
    add_column :labels, :colour, :string, if_not_exists: true
  end

  def down
    remove_column :tags, :colour if column_exists?(:tags, :colour)
    rename_table :labels, :tags if table_exists?(:labels)
  end
end
