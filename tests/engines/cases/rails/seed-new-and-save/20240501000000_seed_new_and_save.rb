class SeedNewAndSave < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    plan = Plan.new(name: "team")
    plan.price = 50
    plan.save!
  end

  def down
    Plan.where(name: "team").delete_all
  end
end
