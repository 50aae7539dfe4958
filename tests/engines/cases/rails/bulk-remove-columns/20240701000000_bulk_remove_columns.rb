class BulkRemoveColumns < ActiveRecord::Migration[6.1]
  def change
    change_table :users, bulk: true do |t|
      t.remove :nickname, type: :string
      t.remove :logins, type: :integer, default: 0
    end
  end
end
