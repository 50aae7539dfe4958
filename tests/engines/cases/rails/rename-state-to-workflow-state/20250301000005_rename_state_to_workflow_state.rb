class RenameStateToWorkflowState < ActiveRecord::Migration[6.1]
  def change
    rename_column :posts, :state, :workflow_state
    add_index :posts, [:user_id, :workflow_state]
    change_column_null :posts, :title, false
    change_column_default :posts, :title, from: nil, to: ""
  end
end
