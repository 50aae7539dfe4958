class DataSourceExistsAsk < ActiveRecord::Migration[6.1]
  def up
    return if connection.data_source_exists?("webhooks")

    create_table :webhooks do |t|
      t.string :url
    end
  end

  def down
    drop_table :webhooks
  end
end
