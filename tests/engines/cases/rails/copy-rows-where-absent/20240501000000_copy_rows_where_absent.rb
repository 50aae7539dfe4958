class CopyRowsWhereAbsent < ActiveRecord::Migration[6.1]
  def up
    create_table :profiles, if_not_exists: true do |t|
      t.references :user, null: false
      t.string :nickname
    end
    execute <<~SQL
      INSERT INTO profiles (user_id, nickname)
      SELECT id, nickname FROM users
      WHERE NOT EXISTS (SELECT 1 FROM profiles WHERE profiles.user_id = users.id)
    SQL
  end

  def down
    drop_table :profiles
  end
end
