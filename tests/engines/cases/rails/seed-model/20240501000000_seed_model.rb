class SeedModel < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
  end

  def up
    Plan.create!(name: "free", price: 0)
    Plan.create!(name: "pro", price: 20)
  end

  def down
    Plan.where(name: %w[free pro]).delete_all
  end
end
