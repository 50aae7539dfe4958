class LoopPriceInCentsSameColumn < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
  end

  def up
    Plan.find_each do |plan|
      plan.price = plan.price * 100
      plan.save!
    end
  end

  def down
    Plan.find_each do |plan|
      plan.price = plan.price / 100
      plan.save!
    end
  end
end
