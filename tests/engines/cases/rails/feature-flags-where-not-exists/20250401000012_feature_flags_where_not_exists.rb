class FeatureFlagsWhereNotExists < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    create_table :feature_flags, if_not_exists: true do |t|
      t.string :name, null: false
      t.boolean :enabled, null: false, default: false
    end

    %w[dark_mode new_editor].each do |name|
      execute "INSERT INTO feature_flags (name, enabled) SELECT '#{name}', FALSE FROM (SELECT 1 AS one) AS x WHERE NOT EXISTS (SELECT 1 FROM feature_flags WHERE name = '#{name}')"
    end
  end

  def down
    drop_table :feature_flags, if_exists: true
  end
end
