class ExecuteTwoStatements < ActiveRecord::Migration[6.1]
  def up
    execute <<~SQL
      CREATE TABLE a1 (id int);
      CREATE TABLE a2 (id int);
    SQL
  end

  def down
    drop_table :a2
    drop_table :a1
  end
end
