class AddReference < ActiveRecord::Migration[6.1]
  def change
    add_reference :posts, :plan, foreign_key: true
  end
end
