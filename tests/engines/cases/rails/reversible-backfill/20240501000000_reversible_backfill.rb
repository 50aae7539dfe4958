class ReversibleBackfill < ActiveRecord::Migration[6.1]
  def change
    add_column :users, :role, :string
    reversible do |dir|
      dir.up { execute "UPDATE users SET role = 'member'" }
    end
  end
end
