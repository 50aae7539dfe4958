class R9AddReferenceGuardedByColumn < ActiveRecord::Migration[6.1]
  def up
    unless column_exists?(:posts, :editor_id)
      add_reference :posts, :editor, foreign_key: { to_table: :users }, index: true
    end
  end

  def down
    remove_reference :posts, :editor, foreign_key: { to_table: :users } if column_exists?(:posts, :editor_id)
  end
end
