class AdapterBranch < ActiveRecord::Migration[6.1]
  def up
    if connection.adapter_name == "PostgreSQL"
      execute "CREATE INDEX users_lower_name ON users (lower(name))"
    else
      add_index :users, :name, name: "users_lower_name"
    end
  end

  def down
    remove_index :users, name: "users_lower_name"
  end
end
