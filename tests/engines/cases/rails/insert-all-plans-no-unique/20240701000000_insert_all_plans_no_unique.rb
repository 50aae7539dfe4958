class InsertAllPlansNoUnique < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    Plan.insert_all([
      { name: "solo", price: 5 },
      { name: "duo", price: 9 }
    ])
  end

  def down
    Plan.where(name: %w[solo duo]).delete_all
  end
end
