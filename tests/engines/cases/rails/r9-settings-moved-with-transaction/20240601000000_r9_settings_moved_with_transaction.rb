class R9SettingsMovedWithTransaction < ActiveRecord::Migration[6.1]
  def up
    create_table :preferences do |t|
      t.bigint :user_id, null: false
      t.string :nickname
    end
    transaction do
      execute "INSERT INTO preferences (user_id, nickname) SELECT id, nickname FROM users"
      remove_column :users, :nickname
    end
  end

  def down
    add_column :users, :nickname, :string, limit: 100
    execute "UPDATE users SET nickname = (SELECT nickname FROM preferences WHERE user_id = users.id)"
    drop_table :preferences
  end
end
