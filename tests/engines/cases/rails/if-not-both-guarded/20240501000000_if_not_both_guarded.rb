class IfNotBothGuarded < ActiveRecord::Migration[6.1]
  def up
    if !table_exists?(:badges) && !table_exists?(:awards)
      create_table(:badges) { |t| t.string :name }
      create_table(:awards) { |t| t.bigint :badge_id }
    end
  end

  def down
    drop_table :awards, if_exists: true
    drop_table :badges, if_exists: true
  end
end
