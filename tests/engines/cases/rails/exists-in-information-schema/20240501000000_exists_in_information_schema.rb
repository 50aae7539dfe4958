class ExistsInInformationSchema < ActiveRecord::Migration[6.1]
  def up
    exists = select_value("SELECT 1 FROM information_schema.tables WHERE table_name = 'badges'")
    create_table(:badges) { |t| t.string :name } unless exists
  end

  def down
    drop_table :badges
  end
end
