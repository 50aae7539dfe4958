class ExecuteView < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE VIEW names AS SELECT id, name FROM users"
  end

  def down
    execute "DROP VIEW names"
  end
end
