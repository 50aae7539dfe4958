class AddIndexGuardOtherColumns < ActiveRecord::Migration[6.1]
  def change
    add_index :users, [:name, :email], name: "users_lookup" unless index_exists?(:users, :email)
  end
end
