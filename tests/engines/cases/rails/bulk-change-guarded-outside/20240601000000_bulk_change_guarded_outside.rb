class BulkChangeGuardedOutside < ActiveRecord::Migration[6.1]
  def up
    return if column_exists?(:orders, :shipped_at)

    change_table :orders, bulk: true do |t|
      t.datetime :shipped_at
      t.string :carrier
    end
  end

  def down
    change_table :orders, bulk: true do |t|
      t.remove :shipped_at, :carrier
    end
  end
end
