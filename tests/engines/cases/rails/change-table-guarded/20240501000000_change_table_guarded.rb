class ChangeTableGuarded < ActiveRecord::Migration[6.1]
  def change
    change_table :users do |t|
      t.string :city unless t.column_exists?(:city)
      t.integer :age, if_not_exists: true
    end
  end
end
