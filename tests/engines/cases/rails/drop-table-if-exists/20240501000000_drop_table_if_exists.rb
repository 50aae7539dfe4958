class DropTableIfExists < ActiveRecord::Migration[6.1]
  def up
    drop_table :tags, if_exists: true
  end

  def down
    create_table(:tags, if_not_exists: true) { |t| t.string :label }
    add_index :tags, :label, unique: true, if_not_exists: true
  end
end
