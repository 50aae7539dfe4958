class YamlLikeConstantSeed < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  PLANS = [
    { name: "s", price: 1 },
    { name: "m", price: 2 }
  ].freeze

  def up
    PLANS.each do |attributes|
      plan = Plan.find_or_initialize_by(name: attributes[:name])
      plan.update!(attributes)
    end
  end

  def down
    Plan.where(name: PLANS.map { |p| p[:name] }).delete_all
  end
end
