class ReversibleDataFix < ActiveRecord::Migration[6.1]
  def change
    add_column :orders, :paid, :boolean, default: false, if_not_exists: true

    reversible do |dir|
      dir.up { execute "UPDATE orders SET paid = (status = 'paid') WHERE paid IS NULL OR paid <> (status = 'paid')" }
    end
  end
end
