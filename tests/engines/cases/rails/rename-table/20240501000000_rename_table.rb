class RenameTable < ActiveRecord::Migration[6.1]
  def change
    rename_table :tags, :labels
  end
end
