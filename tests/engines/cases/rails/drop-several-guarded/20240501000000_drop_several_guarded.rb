class DropSeveralGuarded < ActiveRecord::Migration[6.1]
  def up
    remove_foreign_key :orders, :users if foreign_key_exists?(:orders, :users)
    drop_table :tags, if_exists: true
    drop_table :orders if table_exists?(:orders)
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
