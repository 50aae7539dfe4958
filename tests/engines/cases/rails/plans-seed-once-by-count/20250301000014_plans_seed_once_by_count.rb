class PlansSeedOnceByCount < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Plan < ActiveRecord::Base; end

  def up
    return if Plan.where(name: %w[pro team]).count == 2

    Plan.create!(name: "pro", price: 20)
    Plan.create!(name: "team", price: 50)
  end

  def down
    Plan.where(name: %w[pro team]).delete_all
  end
end
