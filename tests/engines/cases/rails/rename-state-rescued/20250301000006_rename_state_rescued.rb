class RenameStateRescued < ActiveRecord::Migration[6.1]
  def up
    begin
      rename_column :posts, :state, :workflow_state
    rescue ActiveRecord::StatementInvalid => e
      raise unless e.message.include?("Unknown column")
      say "already renamed"
    end
    add_index :posts, :workflow_state unless index_exists?(:posts, :workflow_state)
  end

  def down
    rename_column :posts, :workflow_state, :state
  end
end
