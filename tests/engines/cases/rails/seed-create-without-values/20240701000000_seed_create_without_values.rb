class SeedCreateWithoutValues < ActiveRecord::Migration[6.1]
  class Counter < ActiveRecord::Base; end

  def up
    create_table :counters do |t|
      t.integer :value, null: false, default: 0
    end
    Counter.create!
  end

  def down
    drop_table :counters
  end
end
