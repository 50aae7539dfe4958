class ChangeTypeViaNewColumn < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :state_name, :string unless column_exists?(:posts, :state_name)
    execute "UPDATE posts SET state_name = CASE state WHEN 0 THEN 'draft' ELSE 'live' END"
    remove_column :posts, :state
    rename_column :posts, :state_name, :state
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
