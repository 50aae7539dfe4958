class ConnectionColumnsMap < ActiveRecord::Migration[6.1]
  def up
    existing = connection.columns(:users).map(&:name)
    add_column :users, :bio, :text unless existing.include?("bio")
    add_column :users, :avatar_url, :string unless existing.include?("avatar_url")
  end

  def down
    remove_column :users, :bio
    remove_column :users, :avatar_url
  end
end
