class CreateEnumGuardedDoAlter < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DO $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'user_role') THEN
          CREATE TYPE user_role AS ENUM ('member', 'admin');
        END IF;
      END
      $$;
    SQL
    add_column :users, :role, :user_role, default: "member", null: false
    add_index :users, :role
  end

  def down
    remove_column :users, :role
    execute "DROP TYPE IF EXISTS user_role"
  end
end
