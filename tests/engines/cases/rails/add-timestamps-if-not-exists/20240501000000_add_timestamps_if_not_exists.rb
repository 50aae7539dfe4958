class AddTimestampsIfNotExists < ActiveRecord::Migration[6.1]
  def change
    add_timestamps :plans, null: true, if_not_exists: true
  end
end
