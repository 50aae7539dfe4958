class ExecuteCreateType < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TYPE size AS ENUM ('s', 'm', 'l');
    SQL
    add_column :orders, :size, :size
  end

  def down
    remove_column :orders, :size
    execute "DROP TYPE size"
  end
end
