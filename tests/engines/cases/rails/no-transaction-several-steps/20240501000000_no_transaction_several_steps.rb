class NoTransactionSeveralSteps < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_column :users, :age, :integer
    add_index :users, :age
    create_table(:notes) { |t| t.string :text }
  end
end
