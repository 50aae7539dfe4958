class SafetyAssuredAndOldStyle < ActiveRecord::Migration[4.2]
  def self.up
    add_column :users, :flags, :integer, :default => 0, :null => false
  end

  def self.down
    remove_column :users, :flags
  end
end
