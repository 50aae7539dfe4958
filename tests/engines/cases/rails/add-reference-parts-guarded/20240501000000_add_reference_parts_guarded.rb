class AddReferencePartsGuarded < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :editor_id, :bigint unless column_exists?(:posts, :editor_id)
    add_index :posts, :editor_id unless index_exists?(:posts, :editor_id)
    add_foreign_key :posts, :users, column: :editor_id unless foreign_key_exists?(:posts, :users, column: :editor_id)
  end

  def down
    remove_foreign_key :posts, column: :editor_id
    remove_column :posts, :editor_id
  end
end
