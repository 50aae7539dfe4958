class TransactionInsideNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    transaction do
      create_table(:invoices) { |t| t.string :number }
      add_column :orders, :invoice_id, :bigint
    end
  end

  def down
    remove_column :orders, :invoice_id
    drop_table :invoices
  end
end
