class NamesMinusPluck < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  NAMES = %w[bronze silver gold].freeze

  def up
    (NAMES - Plan.pluck(:name)).each do |name|
      Plan.create!(name: name, price: 1)
    end
  end

  def down
    Plan.where(name: NAMES).delete_all
  end
end
