class UpsertSettingsUnique < ActiveRecord::Migration[6.1]
  class Setting < ActiveRecord::Base; end

  def up
    create_table :settings, if_not_exists: true do |t|
      t.string :name, null: false
      t.string :value
      t.index :name, unique: true
    end
    Setting.reset_column_information
    options = connection.adapter_name.match?(/mysql/i) ? {} : { unique_by: :name }
    Setting.upsert_all([{ name: "theme", value: "dark" }, { name: "lang", value: "en" }], **options)
  end

  def down
    drop_table :settings, if_exists: true
  end
end
