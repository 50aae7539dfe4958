class ChangeTableBulkMixed < ActiveRecord::Migration[6.1]
  def up
    change_table :users, bulk: true do |t|
      t.string :phone, limit: 20
      t.string :country, null: false, default: "de"
      t.remove :nickname
      t.index :email
    end
  end

  def down
    change_table :users, bulk: true do |t|
      t.remove :phone, :country
      t.string :nickname
      t.remove_index :email
    end
  end
end
