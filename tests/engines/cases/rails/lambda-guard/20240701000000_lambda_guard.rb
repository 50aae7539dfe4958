class LambdaGuard < ActiveRecord::Migration[6.1]
  def up
    missing = ->(column) { !column_exists?(:users, column) }
    add_column :users, :locale, :string if missing.call(:locale)
    add_column :users, :zone, :string if missing.(:zone)
  end

  def down
    remove_column :users, :zone
    remove_column :users, :locale
  end
end
