class SelectRowsEachUpdate < ActiveRecord::Migration[6.1]
  def up
    add_column :users, :full_handle, :string

    select_rows("SELECT id, nickname FROM users").each do |id, nickname|
      execute "UPDATE users SET full_handle = #{quote("@" + nickname)} WHERE id = #{id}"
    end
  end

  def down
    remove_column :users, :full_handle
  end
end
