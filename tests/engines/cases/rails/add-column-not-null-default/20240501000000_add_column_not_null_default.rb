class AddColumnNotNullDefault < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :role, :string, null: false, default: 'member'
  end
end
