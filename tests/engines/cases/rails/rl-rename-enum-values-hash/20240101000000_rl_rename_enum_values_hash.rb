class RlRenameEnumValuesHash < ActiveRecord::Migration[6.1]
  RENAMES = { "open" => "pending", "paid" => "settled" }.freeze

  class Order < ActiveRecord::Base; end

  def up
    RENAMES.each { |from, to| Order.where(status: from).update_all(status: to) }
  end

  def down
    RENAMES.each { |from, to| Order.where(status: to).update_all(status: from) }
  end
end
