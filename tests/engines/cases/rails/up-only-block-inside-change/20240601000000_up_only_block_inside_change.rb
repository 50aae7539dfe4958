class UpOnlyBlockInsideChange < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def change
    create_table :colours, if_not_exists: true do |t|
      t.string :name, index: { unique: true }
    end

    up_only do
      execute "INSERT INTO colours (name) VALUES ('red'), ('green')"
    end
  end
end
