class ChangeTableMixed < ActiveRecord::Migration[6.1]
  def change
    change_table :users do |t|
      t.string :phone, limit: 20
      t.references :plan, foreign_key: true
      t.rename :nickname, :handle
      t.index :email, unique: true
      t.timestamps null: true, default: nil
    end
  end
end
