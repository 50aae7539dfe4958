class CreateTableAndIndexIfNotExists < ActiveRecord::Migration[6.1]
  def change
    create_table(:comments, if_not_exists: true) { |t| t.string :body }
    add_index :comments, :body, if_not_exists: true
  end
end
