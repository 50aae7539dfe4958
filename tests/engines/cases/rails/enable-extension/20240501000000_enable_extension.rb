class EnableExtension < ActiveRecord::Migration[6.1]
  def change
    enable_extension "pgcrypto"
    enable_extension "citext"
    add_column :users, :handle, :citext
  end
end
