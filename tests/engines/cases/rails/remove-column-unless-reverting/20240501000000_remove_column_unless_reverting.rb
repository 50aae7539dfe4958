class RemoveColumnUnlessReverting < ActiveRecord::Migration[6.1]
  def change
    remove_column :users, :nickname, :string unless column_exists?(:users, :nickname) == reverting?
  end
end
