class FindByAndMultiply < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    plan = Plan.find_by(name: "basic")
    plan.update!(price: plan.price * 2) if plan
  end

  def down; end
end
