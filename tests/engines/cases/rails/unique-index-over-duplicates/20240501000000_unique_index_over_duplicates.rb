class UniqueIndexOverDuplicates < ActiveRecord::Migration[6.1]
  def change
    create_table(:secrets) { |t| t.string :key }
    add_index :plans, :name, unique: true
  end
end
