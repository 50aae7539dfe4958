class R8IndexAskedOnDroppedTable < ActiveRecord::Migration[6.1]
  def up
    remove_index :tags, :label if index_exists?(:tags, :label)
    drop_table :tags, if_exists: true
  end

  def down
    create_table :tags, if_not_exists: true do |t|
      t.string :label
    end
  end
end
