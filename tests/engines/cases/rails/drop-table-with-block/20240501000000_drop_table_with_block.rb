class DropTableWithBlock < ActiveRecord::Migration[6.1]
  def change
    drop_table :tags do |t|
      t.string :label
      t.index :label, unique: true
    end
  end
end
