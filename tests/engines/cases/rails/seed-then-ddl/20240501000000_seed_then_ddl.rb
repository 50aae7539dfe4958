class SeedThenDdl < ActiveRecord::Migration[6.1]
  def up
    execute "INSERT INTO plans (name, price) VALUES ('free', 0)"
    add_column :plans, :currency, :string
  end

  def down
    remove_column :plans, :currency
    execute "DELETE FROM plans WHERE name = 'free'"
  end
end
