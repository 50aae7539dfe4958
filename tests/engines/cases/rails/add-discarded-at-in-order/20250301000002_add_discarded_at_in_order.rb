class AddDiscardedAtInOrder < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_column :posts, :discarded_at, :datetime unless column_exists?(:posts, :discarded_at)
    return if index_exists?(:posts, :discarded_at)

    add_index :posts, :discarded_at
  end

  def down
    return unless column_exists?(:posts, :discarded_at)

    remove_column :posts, :discarded_at
  end
end
