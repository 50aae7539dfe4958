class SettingsKeyValueSeed < ActiveRecord::Migration[6.1]
  class Setting < ActiveRecord::Base; end

  DEFAULTS = {
    "site_name" => "Shop",
    "currency" => "EUR",
    "per_page" => "25"
  }.freeze

  def up
    create_table :settings, if_not_exists: true do |t|
      t.string :key, null: false
      t.string :value
      t.index :key, unique: true
    end
    DEFAULTS.each do |key, value|
      Setting.find_or_create_by!(key: key) { |s| s.value = value }
    end
  end

  def down
    drop_table :settings
  end
end
