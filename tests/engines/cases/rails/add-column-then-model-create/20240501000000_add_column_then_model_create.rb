class AddColumnThenModelCreate < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    add_column :plans, :tier, :integer, default: 1, if_not_exists: true
    Plan.reset_column_information
    Plan.create!(name: "max", price: 500, tier: 9)
  end

  def down
    Plan.where(name: "max").delete_all
    remove_column :plans, :tier
  end
end
