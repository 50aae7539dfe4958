class ReferenceThenBackfillThenNull < ActiveRecord::Migration[6.1]
  def up
    add_reference :posts, :plan, foreign_key: true, null: true
    execute "UPDATE posts SET plan_id = (SELECT MIN(id) FROM plans) WHERE plan_id IS NULL"
    change_column_null :posts, :plan_id, false
  end

  def down
    remove_reference :posts, :plan, foreign_key: true
  end
end
