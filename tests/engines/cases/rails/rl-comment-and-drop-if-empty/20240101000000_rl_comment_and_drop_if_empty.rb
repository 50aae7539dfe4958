class RlCommentAndDropIfEmpty < ActiveRecord::Migration[6.1]
  def up
    return if select_value("SELECT COUNT(*) FROM plans WHERE price > 1000").to_i > 0

    drop_table :plans
  end

  def down
    create_table :plans do |t|
      t.string :name
      t.integer :price
    end
  end
end
