class RenameTableWithIndexLater < ActiveRecord::Migration[6.1]
  def change
    rename_table :tags, :labels
    add_index :labels, :label, name: "labels_label_idx"
  end
end
