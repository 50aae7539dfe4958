class TimesCreateWithoutGuard < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    3.times { |i| Plan.create!(name: "tier-#{i}", price: i * 10) }
  end

  def down
    Plan.where("name LIKE 'tier-%'").delete_all
  end
end
