class RenameGuardedInChange < ActiveRecord::Migration[6.1]
  def change
    rename_table :plans, :moved1 if table_exists?(:plans)
  end
end
