class R9StateToStringStepwiseGuarded < ActiveRecord::Migration[6.1]
  def up
    add_column :posts, :status, :string unless column_exists?(:posts, :status)
    if column_exists?(:posts, :state)
      execute "UPDATE posts SET status = CASE state WHEN 1 THEN 'live' ELSE 'draft' END WHERE status IS NULL"
      remove_column :posts, :state
    end
  end

  def down
    add_column :posts, :state, :integer, default: 0 unless column_exists?(:posts, :state)
    if column_exists?(:posts, :status)
      execute "UPDATE posts SET state = CASE status WHEN 'live' THEN 1 ELSE 0 END"
      remove_column :posts, :status
    end
  end
end
