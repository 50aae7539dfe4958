class ExecuteCreateTypeGuarded < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      DO $$ BEGIN
        CREATE TYPE size AS ENUM ('s', 'm', 'l');
      EXCEPTION WHEN duplicate_object THEN NULL;
      END $$;
    SQL
    add_column :orders, :size, :size unless column_exists?(:orders, :size)
  end

  def down
    remove_column :orders, :size if column_exists?(:orders, :size)
    execute "DROP TYPE IF EXISTS size"
  end
end
