class CreateTableUnlessExistsInChange < ActiveRecord::Migration[6.1]
  def change
    unless table_exists?(:comments)
      create_table :comments do |t|
        t.string :body
      end
    end
  end
end
