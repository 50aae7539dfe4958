class CoarseGuardNoTransaction < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    return if table_exists?(:comments)

    create_table(:comments) { |t| t.string :body }
    add_index :comments, :body
  end

  def down
    drop_table :comments
  end
end
