class SeedUpsertAll < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.upsert_all([{ label: "red" }, { label: "green" }], unique_by: :label)
  end

  def down
    Tag.where(label: "green").delete_all
  end
end
