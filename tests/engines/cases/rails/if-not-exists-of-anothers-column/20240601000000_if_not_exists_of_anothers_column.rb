class IfNotExistsOfAnothersColumn < ActiveRecord::Migration[6.1]
  def change
    add_column :orders, :total, :integer, if_not_exists: true
  end
end
