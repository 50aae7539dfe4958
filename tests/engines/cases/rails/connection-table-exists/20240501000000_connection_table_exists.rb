class ConnectionTableExists < ActiveRecord::Migration[6.1]
  def up
    unless ActiveRecord::Base.connection.table_exists?("badges")
      create_table "badges" do |t|
        t.string "name"
      end
    end
    ActiveRecord::Base.connection.add_index("badges", "name") unless ActiveRecord::Base.connection.index_exists?("badges", "name")
  end

  def down
    drop_table "badges"
  end
end
