class SeedExecute < ActiveRecord::Migration[6.1]
  def up
    execute "INSERT INTO plans (name, price) VALUES ('free', 0)"
  end

  def down
    execute "DELETE FROM plans WHERE name = 'free'"
  end
end
