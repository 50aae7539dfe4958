class SoftUniqueIndexReplace < ActiveRecord::Migration[6.1]
  def change
    remove_index :tags, :label, unique: true
    add_column :tags, :kind, :string, default: "topic", null: false
    add_index :tags, [:label, :kind], unique: true
  end
end
