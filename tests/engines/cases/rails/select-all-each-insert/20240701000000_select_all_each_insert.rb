class SelectAllEachInsert < ActiveRecord::Migration[6.1]
  def up
    create_table :memberships do |t|
      t.bigint :user_id, null: false
      t.string :role, null: false
    end

    connection.select_all("SELECT id FROM users").each do |row|
      execute "INSERT INTO memberships (user_id, role) VALUES (#{row['id']}, 'member')"
    end
  end

  def down
    drop_table :memberships
  end
end
