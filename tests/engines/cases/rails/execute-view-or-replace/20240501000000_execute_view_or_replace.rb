class ExecuteViewOrReplace < ActiveRecord::Migration[6.1]
  def up
    execute <<-SQL.squish
      CREATE OR REPLACE VIEW names AS
      SELECT id, name FROM users
    SQL
  end

  def down
    execute "DROP VIEW IF EXISTS names"
  end
end
