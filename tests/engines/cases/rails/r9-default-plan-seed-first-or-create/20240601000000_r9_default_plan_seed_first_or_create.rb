class R9DefaultPlanSeedFirstOrCreate < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
    self.table_name = "plans"
  end

  def up
    %w[team enterprise].each_with_index do |name, i|
      Plan.where(name: name).first_or_create!(price: 50 * (i + 1))
    end
  end

  def down
    Plan.where(name: %w[team enterprise]).delete_all
  end
end
