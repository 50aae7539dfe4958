class RlReplaceUniqueGuardedNames < ActiveRecord::Migration[6.1]
  OLD = "index_tags_on_label"
  NEW = "index_tags_on_label_and_id"

  def up
    add_index :tags, [:label, :id], unique: true, name: NEW unless index_name_exists?(:tags, NEW)
    remove_index :tags, name: OLD if index_name_exists?(:tags, OLD)
  end

  def down
    add_index :tags, :label, unique: true, name: OLD unless index_name_exists?(:tags, OLD)
    remove_index :tags, name: NEW if index_name_exists?(:tags, NEW)
  end
end
