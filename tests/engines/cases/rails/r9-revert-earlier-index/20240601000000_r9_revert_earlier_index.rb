class R9RevertEarlierIndex < ActiveRecord::Migration[6.1]
  def change
    revert do
      add_index :users, :email, name: "users_email_tmp"
    end
  end
end
