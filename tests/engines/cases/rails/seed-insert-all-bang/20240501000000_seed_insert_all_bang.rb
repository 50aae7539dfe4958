class SeedInsertAllBang < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.insert_all!([{ label: "green" }, { label: "pink" }])
  end

  def down
    Tag.where(label: %w[green pink]).delete_all
  end
end
