class LoopLiteralArray < ActiveRecord::Migration[6.1]
  def change
    %i[city street zip].each do |column|
      add_column :users, column, :string
    end
  end
end
