class DeleteAllRows < ActiveRecord::Migration[6.1]
  class Order < ActiveRecord::Base; end

  def up
    Order.where(status: "open").delete_all
    execute "DELETE FROM tags WHERE label = 'red'"
  end

  def down
  end
end
