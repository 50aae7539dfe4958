class RenameColumnCompositeIndex < ActiveRecord::Migration[6.1]
  def up
    add_index :orders, [:status, :total]
    rename_column :orders, :status, :state
  end

  def down
    rename_column :orders, :state, :status
    remove_index :orders, [:status, :total]
  end
end
