class SeedLoopCreate < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  PLANS = [["team", 50], ["business", 90]].freeze

  def up
    PLANS.each do |name, price|
      Plan.create!(name: name, price: price)
    end
  end

  def down
    Plan.where(name: PLANS.map(&:first)).delete_all
  end
end
