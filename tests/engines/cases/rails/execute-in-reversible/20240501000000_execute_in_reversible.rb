class ExecuteInReversible < ActiveRecord::Migration[6.1]
  def change
    create_table :ledgers do |t|
      t.integer :amount
    end

    reversible do |dir|
      dir.up do
        execute "CREATE VIEW big_ledgers AS SELECT * FROM ledgers WHERE amount > 1000"
      end
      dir.down do
        execute "DROP VIEW big_ledgers"
      end
    end
  end
end
