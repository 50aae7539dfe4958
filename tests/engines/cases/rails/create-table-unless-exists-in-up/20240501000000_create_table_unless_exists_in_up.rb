class CreateTableUnlessExistsInUp < ActiveRecord::Migration[6.1]
  def up
    unless table_exists?(:comments)
      create_table :comments do |t|
        t.string :body
      end
    end
  end

  def down
    drop_table :comments if table_exists?(:comments)
  end
end
