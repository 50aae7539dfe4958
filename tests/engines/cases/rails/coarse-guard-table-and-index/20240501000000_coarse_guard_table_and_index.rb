class CoarseGuardTableAndIndex < ActiveRecord::Migration[6.1]
  def up
    unless table_exists?(:comments)
      create_table :comments do |t|
        t.string :body
      end
      add_index :comments, :body
    end
  end

  def down
    drop_table :comments, if_exists: true
  end
end
