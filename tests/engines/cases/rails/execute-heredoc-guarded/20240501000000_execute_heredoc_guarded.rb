class ExecuteHeredocGuarded < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TABLE IF NOT EXISTS ledgers (
        id bigint NOT NULL PRIMARY KEY,
        amount integer NOT NULL
      )
    SQL
    execute "CREATE INDEX IF NOT EXISTS index_ledgers_on_amount ON ledgers (amount)"
  end

  def down
    execute "DROP TABLE IF EXISTS ledgers"
  end
end
