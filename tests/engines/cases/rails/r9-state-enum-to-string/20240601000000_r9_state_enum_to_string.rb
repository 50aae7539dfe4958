class R9StateEnumToString < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :status, :string
    execute "UPDATE posts SET status = CASE state WHEN 0 THEN 'draft' WHEN 1 THEN 'live' END"
    change_column_null :posts, :status, false
    remove_column :posts, :state
  end

  def down
    add_column :posts, :state, :integer, default: 0
    execute "UPDATE posts SET state = CASE status WHEN 'live' THEN 1 ELSE 0 END"
    remove_column :posts, :status
  end
end
