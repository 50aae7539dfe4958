class EnumTypeDoBlock < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DO $$ BEGIN
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      EXCEPTION
        WHEN duplicate_object THEN NULL;
      END $$;
    SQL
    add_column :users, :mood, :mood, default: "ok", null: false, if_not_exists: true
  end

  def down
    remove_column :users, :mood
    execute "DROP TYPE IF EXISTS mood"
  end
end
