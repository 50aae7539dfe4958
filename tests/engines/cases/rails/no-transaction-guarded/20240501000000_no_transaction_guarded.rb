class NoTransactionGuarded < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    create_table(:notes, if_not_exists: true) { |t| t.string :text }
    add_column :users, :age, :integer, if_not_exists: true
    add_index :users, :age, if_not_exists: true
  end
end
