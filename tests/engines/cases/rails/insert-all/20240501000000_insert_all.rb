class InsertAll < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.insert_all([{ label: "green" }, { label: "black" }])
  end

  def down
    Tag.where(label: %w[green black]).delete_all
  end
end
