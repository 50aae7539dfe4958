class VariableGuardTakenEarly < ActiveRecord::Migration[6.1]
  def up
    existing = columns(:users).map(&:name)
    add_column :users, :phone, :string unless existing.include?("phone")
    add_column :users, :country, :string unless existing.include?("country")
    add_index :users, [:phone, :country] unless index_exists?(:users, [:phone, :country])
  end

  def down
    remove_column :users, :phone
    remove_column :users, :country
  end
end
