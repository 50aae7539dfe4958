class UpdateRepeats < ActiveRecord::Migration[6.1]
  def up
    execute "UPDATE plans SET price = price * 100"
  end

  def down
    execute "UPDATE plans SET price = price / 100"
  end
end
