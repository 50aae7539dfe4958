class ExpressionIndexNoName < ActiveRecord::Migration[6.1]
  def change
    add_index :tags, "upper(label)"
  end
end
