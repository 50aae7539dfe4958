class RescueDuplicateThenIndex < ActiveRecord::Migration[6.1]
  def up
    begin
      add_column :users, :phone, :string
      add_index :users, :phone
    rescue ActiveRecord::StatementInvalid => e
      raise unless e.message.match?(/Duplicate column/)
    end
  end

  def down
    remove_column :users, :phone
  end
end
