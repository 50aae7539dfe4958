class ExistingNamesReject < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    existing = Plan.pluck(:name)
    rows = [
      { name: "mini", price: 2 },
      { name: "maxi", price: 20 }
    ].reject { |row| existing.include?(row[:name]) }
    rows.each { |row| Plan.create!(row) }
  end

  def down
    Plan.where(name: %w[mini maxi]).delete_all
  end
end
