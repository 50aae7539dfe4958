class SeedImportHashUnguarded < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  PLANS = { "starter" => 5, "pro" => 50 }.freeze

  def up
    PLANS.each { |name, price| Plan.create!(name: name, price: price) }
  end

  def down
    Plan.where(name: PLANS.keys).delete_all
  end
end
