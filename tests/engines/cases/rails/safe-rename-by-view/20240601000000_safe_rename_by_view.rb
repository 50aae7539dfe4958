class SafeRenameByView < ActiveRecord::Migration[6.1]
  def up
    unless table_exists?(:labels)
      rename_table :tags, :labels
      execute "CREATE VIEW tags AS SELECT * FROM labels"
    end
  end

  def down
    execute "DROP VIEW tags"
    rename_table :labels, :tags
  end
end
