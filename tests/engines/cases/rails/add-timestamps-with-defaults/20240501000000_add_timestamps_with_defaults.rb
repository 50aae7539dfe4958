class AddTimestampsWithDefaults < ActiveRecord::Migration[6.1]
  def up
    add_timestamps :plans, default: -> { "CURRENT_TIMESTAMP" }
    change_column_default :plans, :created_at, nil
    change_column_default :plans, :updated_at, nil
  end

  def down
    remove_timestamps :plans
  end
end
