class AddTimestampsBackfilled < ActiveRecord::Migration[6.1]
  def up
    add_timestamps :plans, null: true
    execute "UPDATE plans SET created_at = '2020-01-01', updated_at = '2020-01-01'"
    change_column_null :plans, :created_at, false
    change_column_null :plans, :updated_at, false
  end

  def down
    remove_timestamps :plans
  end
end
