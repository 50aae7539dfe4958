class ChangeTableGuardedLines < ActiveRecord::Migration[6.1]
  def up
    change_table :users do |t|
      t.string :phone unless t.column_exists?(:phone)
      t.index :phone, unique: true unless index_exists?(:users, :phone)
      t.remove :nickname if t.column_exists?(:nickname)
    end
  end

  def down
    change_table :users do |t|
      t.remove_index :phone
      t.remove :phone
      t.string :nickname
    end
  end
end
