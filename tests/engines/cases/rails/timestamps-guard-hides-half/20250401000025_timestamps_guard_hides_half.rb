class TimestampsGuardHidesHalf < ActiveRecord::Migration[6.1]
  def up
    add_timestamps :plans, null: true unless column_exists?(:plans, :created_at)
  end

  def down
    remove_timestamps :plans
  end
end
