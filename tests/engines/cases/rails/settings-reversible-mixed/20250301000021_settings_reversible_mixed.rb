class SettingsReversibleMixed < ActiveRecord::Migration[6.1]
  def change
    create_table :settings do |t|
      t.string :key, null: false
      t.text :value
      t.index :key, unique: true
    end

    reversible do |dir|
      dir.up do
        execute "INSERT INTO settings (#{connection.quote_column_name("key")}, value) VALUES ('theme', 'dark'), ('per_page', '25')"
      end
    end

    add_column :users, :settings_version, :integer, default: 1
  end
end
