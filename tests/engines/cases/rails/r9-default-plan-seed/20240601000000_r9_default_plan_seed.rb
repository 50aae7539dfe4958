class R9DefaultPlanSeed < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
    self.table_name = "plans"
  end

  def up
    Plan.create!(name: "team", price: 50)
  end

  def down
    Plan.where(name: "team").delete_all
  end
end
