class ChangeTable < ActiveRecord::Migration[6.1]
  def change
    change_table :users do |t|
      t.string :city
      t.index :city
      t.rename :nickname, :handle
    end
  end
end
