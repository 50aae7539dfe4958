class RenameTableHalfGuarded < ActiveRecord::Migration[6.1]
  def up
    rename_table :plans, :subscriptions if table_exists?(:plans)
    add_column :subscriptions, :interval, :string
  end

  def down
    remove_column :subscriptions, :interval
    rename_table :subscriptions, :plans
  end
end
