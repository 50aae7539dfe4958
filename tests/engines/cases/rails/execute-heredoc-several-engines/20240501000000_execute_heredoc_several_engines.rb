class ExecuteHeredocSeveralEngines < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TABLE ledgers (
        id bigint NOT NULL PRIMARY KEY,
        amount integer NOT NULL
      )
    SQL
    execute "CREATE INDEX index_ledgers_on_amount ON ledgers (amount)"
  end

  def down
    execute "DROP TABLE ledgers"
  end
end
