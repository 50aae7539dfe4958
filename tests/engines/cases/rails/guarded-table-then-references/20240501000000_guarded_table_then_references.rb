class GuardedTableThenReferences < ActiveRecord::Migration[6.1]
  def up
    create_table(:teams, if_not_exists: true) { |t| t.string :name }
    unless column_exists?(:users, :team_id)
      add_reference :users, :team, index: false
    end
    add_index :users, :team_id, if_not_exists: true
    add_foreign_key :users, :teams unless foreign_key_exists?(:users, :teams)
  end

  def down
    remove_foreign_key :users, :teams if foreign_key_exists?(:users, :teams)
    remove_index :users, :team_id, if_exists: true
    remove_column :users, :team_id if column_exists?(:users, :team_id)
    drop_table :teams, if_exists: true
  end
end
