class SeedImportHashRows < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  PLANS = { "starter" => 5, "pro" => 50 }.freeze

  def up
    PLANS.each { |name, price| Plan.create!(name: name, price: price) unless Plan.exists?(name: name) }
  end

  def down
    Plan.where(name: PLANS.keys).destroy_all
  end
end
