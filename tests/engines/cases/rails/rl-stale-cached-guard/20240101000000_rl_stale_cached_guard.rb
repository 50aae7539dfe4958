class RlStaleCachedGuard < ActiveRecord::Migration[6.1]
  def up
    missing = %w[city country].reject { |name| column_exists?(:users, name) }
    missing.each { |name| add_column :users, name, :string }
    add_index :users, [:country, :city], name: "idx_users_place" if missing.any?
  end

  def down
    remove_index :users, name: "idx_users_place"
    remove_columns :users, :city, :country
  end
end
