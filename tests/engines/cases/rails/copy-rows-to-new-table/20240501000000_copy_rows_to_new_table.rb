class CopyRowsToNewTable < ActiveRecord::Migration[6.1]
  def up
    create_table :profiles do |t|
      t.references :user, null: false
      t.string :nickname
    end
    execute <<-SQL.squish
      INSERT INTO profiles (user_id, nickname)
      SELECT id, nickname FROM users
    SQL
    remove_column :users, :nickname
  end

  def down
    add_column :users, :nickname, :string
    drop_table :profiles
  end
end
