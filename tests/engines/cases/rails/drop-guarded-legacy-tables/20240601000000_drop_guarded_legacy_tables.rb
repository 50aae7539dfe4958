class DropGuardedLegacyTables < ActiveRecord::Migration[6.1]
  def up
    drop_table :legacy_imports, if_exists: true
    drop_table :legacy_exports, if_exists: true
    remove_index :posts, :title if index_exists?(:posts, :title)
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
