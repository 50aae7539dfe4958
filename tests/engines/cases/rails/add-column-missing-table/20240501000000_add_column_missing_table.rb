class AddColumnMissingTable < ActiveRecord::Migration[6.1]
  def change
    add_column :audit_log, :actor, :string
  end
end
