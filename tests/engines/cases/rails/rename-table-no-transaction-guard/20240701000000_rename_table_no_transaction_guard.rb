class RenameTableNoTransactionGuard < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    return unless table_exists?(:tags)

    rename_table :tags, :labels
  end

  def down
    rename_table :labels, :tags if table_exists?(:labels)
  end
end
