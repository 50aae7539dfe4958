class ChangeTableBulkGuardedWhole < ActiveRecord::Migration[6.1]
  def up
    unless column_exists?(:users, :locale)
      change_table :users, bulk: true do |t|
        t.string :locale, default: "en"
        t.string :time_zone
        t.index :locale
      end
    end
  end

  def down
    change_table :users, bulk: true do |t|
      t.remove :locale, :time_zone
    end
  end
end
