class R9ChangeTableBulk < ActiveRecord::Migration[6.1]
  def change
    change_table :users, bulk: true do |t|
      t.string :city
      t.integer :zip
      t.index :city
    end
  end
end
