class ExecuteMultiMysql < ActiveRecord::Migration[6.1]
  def up
    [
      "ALTER TABLE users ADD COLUMN score INT NOT NULL DEFAULT 0",
      "UPDATE users SET score = logins * 2",
      "CREATE INDEX index_users_on_score ON users (score)"
    ].each { |sql| execute(sql) }
  end

  def down
    execute "ALTER TABLE users DROP COLUMN score"
  end
end
