class EnumTypeByHand < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')"
    add_column :users, :mood, :mood, default: "ok", null: false
    add_index :users, :mood
  end

  def down
    remove_column :users, :mood
    execute "DROP TYPE mood"
  end
end
