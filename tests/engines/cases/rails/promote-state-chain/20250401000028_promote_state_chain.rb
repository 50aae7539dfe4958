class PromoteStateChain < ActiveRecord::Migration[6.1]
  def up
    execute "UPDATE posts SET state = 2 WHERE state = 1"
    execute "UPDATE posts SET state = 1 WHERE state = 0"
  end

  def down
    execute "UPDATE posts SET state = 0 WHERE state = 1"
    execute "UPDATE posts SET state = 1 WHERE state = 2"
  end
end
