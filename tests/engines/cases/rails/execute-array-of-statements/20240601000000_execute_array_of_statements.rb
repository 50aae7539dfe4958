class ExecuteArrayOfStatements < ActiveRecord::Migration[6.1]
  STATEMENTS = [
    "CREATE TABLE IF NOT EXISTS flags (name varchar(50) PRIMARY KEY)",
    "ALTER TABLE users ADD COLUMN flag varchar(50)",
  ].freeze

  def up
    STATEMENTS.each { |sql| execute(sql) }
  end

  def down
    execute "ALTER TABLE users DROP COLUMN flag"
    execute "DROP TABLE flags"
  end
end
