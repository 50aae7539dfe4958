class BulkMixedAddIndex < ActiveRecord::Migration[6.1]
  def change
    change_table :orders, bulk: true do |t|
      t.string :number
      t.datetime :shipped_at
      t.index :number, unique: true
    end
  end
end
