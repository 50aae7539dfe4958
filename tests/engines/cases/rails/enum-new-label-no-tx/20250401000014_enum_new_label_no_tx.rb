class EnumNewLabelNoTx < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    execute "CREATE TYPE ticket_state AS ENUM ('new', 'closed')"
    create_table :tickets do |t|
      t.column :state, :ticket_state, null: false, default: "new"
    end
    execute "ALTER TYPE ticket_state ADD VALUE 'pending' BEFORE 'closed'"
  end

  def down
    drop_table :tickets
    execute "DROP TYPE ticket_state"
  end
end
