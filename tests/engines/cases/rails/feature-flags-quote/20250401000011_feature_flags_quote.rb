class FeatureFlagsQuote < ActiveRecord::Migration[6.1]
  FLAGS = { "dark_mode" => false, "new_editor" => true }.freeze

  def up
    create_table :feature_flags do |t|
      t.string :name, null: false
      t.boolean :enabled, null: false, default: false
    end

    FLAGS.each do |name, enabled|
      execute <<~SQL
        INSERT INTO feature_flags (name, enabled)
        VALUES (#{connection.quote(name)}, #{connection.quote(enabled)})
      SQL
    end
  end

  def down
    drop_table :feature_flags
  end
end
