class RlUpsertSettingsByName < ActiveRecord::Migration[6.1]
  class Setting < ActiveRecord::Base
    self.table_name = "site_settings"
  end

  def up
    create_table :site_settings, if_not_exists: true do |t|
      t.string :name, null: false
      t.string :value
      t.index :name, unique: true
    end
    { "theme" => "light", "locale" => "en" }.each do |name, value|
      Setting.find_or_initialize_by(name: name).update!(value: value)
    end
  end

  def down
    drop_table :site_settings
  end
end
