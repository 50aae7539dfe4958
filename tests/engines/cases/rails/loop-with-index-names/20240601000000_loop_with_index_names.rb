class LoopWithIndexNames < ActiveRecord::Migration[6.1]
  def up
    { posts: :user_id, orders: :status }.each do |table, column|
      name = "ix_#{table}_#{column}"
      add_index table, column, name: name unless index_name_exists?(table, name)
    end
  end

  def down
    { posts: :user_id, orders: :status }.each { |table, column| remove_index table, name: "ix_#{table}_#{column}" }
  end
end
