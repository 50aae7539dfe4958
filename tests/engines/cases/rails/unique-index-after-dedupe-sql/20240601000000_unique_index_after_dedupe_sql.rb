class UniqueIndexAfterDedupeSql < ActiveRecord::Migration[6.1]
  def up
    execute "DELETE FROM users WHERE id NOT IN (SELECT * FROM (SELECT MIN(id) FROM users GROUP BY email) AS keep)"
    add_index :users, :email, unique: true, if_not_exists: true
  end

  def down
    remove_index :users, :email
  end
end
