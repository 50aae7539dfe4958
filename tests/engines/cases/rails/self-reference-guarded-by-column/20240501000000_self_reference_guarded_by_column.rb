class SelfReferenceGuardedByColumn < ActiveRecord::Migration[6.1]
  def up
    unless column_exists?(:users, :manager_id)
      add_reference :users, :manager, foreign_key: { to_table: :users }
    end
  end

  def down
    remove_reference :users, :manager, foreign_key: { to_table: :users }
  end
end
