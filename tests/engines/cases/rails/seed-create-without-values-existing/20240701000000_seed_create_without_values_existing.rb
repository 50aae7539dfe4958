class SeedCreateWithoutValuesExisting < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    Plan.create!
  end

  def down
  end
end
