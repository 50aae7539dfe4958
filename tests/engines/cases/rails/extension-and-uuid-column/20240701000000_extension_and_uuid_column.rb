class ExtensionAndUuidColumn < ActiveRecord::Migration[6.1]
  def change
    enable_extension "pgcrypto"
    add_column :orders, :uuid, :uuid, default: "gen_random_uuid()", null: false
    add_index :orders, :uuid, unique: true
  end
end
