class UpsertAllTags < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.upsert_all([{ label: "new" }, { label: "sale" }], unique_by: :label)
  end

  def down
    Tag.where(label: %w[new sale]).delete_all
  end
end
