class UuidSwapColumn < ActiveRecord::Migration[6.1]
  def up
    enable_extension "pgcrypto" unless extension_enabled?("pgcrypto")
    add_column :orders, :public_id, :uuid, default: -> { "gen_random_uuid()" }, null: false
    add_index :orders, :public_id, unique: true
  end

  def down
    remove_column :orders, :public_id
  end
end
