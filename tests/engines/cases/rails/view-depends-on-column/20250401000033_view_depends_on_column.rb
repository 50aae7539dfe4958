class ViewDependsOnColumn < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM users WHERE logins > 0"
    add_column :users, :verified, :boolean, default: false
    execute "CREATE OR REPLACE VIEW active_users AS SELECT id, email, verified FROM users WHERE logins > 0"
  end

  def down
    execute "DROP VIEW active_users"
    remove_column :users, :verified
  end
end
