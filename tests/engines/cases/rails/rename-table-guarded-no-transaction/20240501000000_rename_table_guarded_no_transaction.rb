class RenameTableGuardedNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    rename_table :tags, :labels if table_exists?(:tags)
  end

  def down
    rename_table :labels, :tags if table_exists?(:labels)
  end
end
