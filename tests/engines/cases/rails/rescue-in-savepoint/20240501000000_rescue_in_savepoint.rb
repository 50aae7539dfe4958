class RescueInSavepoint < ActiveRecord::Migration[6.1]
  def up
    begin
      ActiveRecord::Base.transaction(requires_new: true) { add_column :users, :age, :integer }
    rescue ActiveRecord::StatementInvalid
      say "age is already there"
    end
    create_table(:notes, if_not_exists: true) { |t| t.string :text }
  end

  def down
    drop_table :notes
    remove_column :users, :age
  end
end
