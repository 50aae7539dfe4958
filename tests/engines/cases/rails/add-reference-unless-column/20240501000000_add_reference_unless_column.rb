class AddReferenceUnlessColumn < ActiveRecord::Migration[6.1]
  def up
    add_reference :posts, :plan, foreign_key: true unless column_exists?(:posts, :plan_id)
  end

  def down
    remove_reference :posts, :plan, foreign_key: true
  end
end
