class PriceToCentsNewColumnGuarded < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    unless column_exists?(:plans, :price_cents)
      add_column :plans, :price_cents, :integer
    end
    Plan.reset_column_information
    Plan.where(price_cents: nil).where.not(price: nil).find_each do |plan|
      plan.update_column(:price_cents, plan.price * 100)
    end
    change_column_default :plans, :price_cents, 0
  end

  def down
    remove_column :plans, :price_cents, if_exists: true
  end
end
