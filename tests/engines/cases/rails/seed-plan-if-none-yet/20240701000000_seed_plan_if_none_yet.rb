class SeedPlanIfNoneYet < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    return if Plan.where(name: "enterprise").exists?

    Plan.create!(name: "enterprise", price: 500)
    Plan.create!(name: "enterprise-yearly", price: 5000)
  end

  def down
    Plan.where(name: ["enterprise", "enterprise-yearly"]).delete_all
  end
end
