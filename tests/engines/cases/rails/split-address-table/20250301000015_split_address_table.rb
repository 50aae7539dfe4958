class SplitAddressTable < ActiveRecord::Migration[6.1]
  def up
    create_table :contacts do |t|
      t.references :user, null: false, foreign_key: true, index: { unique: true }
      t.string :email
    end

    say_with_time "copying emails" do
      execute "INSERT INTO contacts (user_id, email) SELECT id, email FROM users"
    end

    remove_column :users, :email
  end

  def down
    add_column :users, :email, :string
    execute "UPDATE users SET email = (SELECT email FROM contacts WHERE contacts.user_id = users.id)"
    drop_table :contacts
  end
end
