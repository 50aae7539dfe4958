class ReplaceIndex < ActiveRecord::Migration[6.1]
  def change
    remove_index :tags, :label, unique: true
    add_index :tags, [:label, :id], unique: true, name: "index_tags_on_label_and_id"
  end
end
