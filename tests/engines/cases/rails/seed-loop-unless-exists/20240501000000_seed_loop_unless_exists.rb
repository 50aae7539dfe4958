class SeedLoopUnlessExists < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    [["team", 50], ["business", 90]].each do |name, price|
      next if Plan.exists?(name: name)

      Plan.create!(name: name, price: price)
    end
  end

  def down
    Plan.where(name: %w[team business]).delete_all
  end
end
