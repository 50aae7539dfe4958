class ChangeTableBulk < ActiveRecord::Migration[6.1]
  def change
    change_table :users, bulk: true do |t|
      t.string :city
      t.integer :age, default: 0
      t.remove :nickname, type: :string
    end
  end
end
