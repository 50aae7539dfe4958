class SelfUpOldStyle < ActiveRecord::Migration[6.1]
  def self.up
    add_column :users, :phone, :string, :limit => 20, :null => true
    add_index "users", ["phone"], :name => "by_phone"
  end

  def self.down
    remove_column "users", "phone"
  end
end
