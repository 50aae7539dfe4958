class RlOldTimestampsNullFill < ActiveRecord::Migration[6.1]
  def up
    add_timestamps :tags, null: true, if_not_exists: true
    execute "UPDATE tags SET created_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP WHERE created_at IS NULL"
    change_column_null :tags, :created_at, false
    change_column_null :tags, :updated_at, false
  end

  def down
    remove_timestamps :tags
  end
end
