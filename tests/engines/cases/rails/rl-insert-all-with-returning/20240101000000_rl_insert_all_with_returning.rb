class RlInsertAllWithReturning < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.insert_all([{ label: "featured" }, { label: "archived" }], unique_by: :label)
    Tag.upsert_all([{ label: "red" }, { label: "green" }], unique_by: :label)
  end

  def down
    Tag.where(label: %w[featured archived green]).delete_all
  end
end
