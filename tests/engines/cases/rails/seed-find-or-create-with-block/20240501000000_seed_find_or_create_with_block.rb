class SeedFindOrCreateWithBlock < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    Plan.find_or_create_by!(name: "team") { |plan| plan.price = 50 }
    Plan.create_with(price: 90).find_or_create_by!(name: "business")
    Plan.where(name: "solo").first_or_create!(price: 5)
  end

  def down
    Plan.where(name: %w[team business solo]).delete_all
  end
end
