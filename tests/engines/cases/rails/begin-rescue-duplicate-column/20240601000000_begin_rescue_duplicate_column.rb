class BeginRescueDuplicateColumn < ActiveRecord::Migration[6.1]
  def up
    begin
      add_column :users, :phone, :string
    rescue ActiveRecord::StatementInvalid => e
      raise unless e.message =~ /duplicate column/i
    end
  end

  def down
    remove_column :users, :phone
  end
end
