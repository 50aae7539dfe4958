class SeedInsertAllUnique < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.insert_all([{ label: "red" }, { label: "green" }])
  end

  def down
    Tag.where(label: "green").delete_all
  end
end
