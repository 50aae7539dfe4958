class UpdateAllOnNewColumn < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    add_column :orders, :source, :string, if_not_exists: true
    Order.update_all(source: "web")
  end

  def down
    remove_column :orders, :source
  end
end
