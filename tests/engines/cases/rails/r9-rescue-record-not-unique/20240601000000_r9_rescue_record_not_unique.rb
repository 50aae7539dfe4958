class R9RescueRecordNotUnique < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base
    self.table_name = "tags"
  end

  def up
    %w[red green].each do |label|
      Tag.transaction(requires_new: true) { Tag.create!(label: label) }
    rescue ActiveRecord::RecordNotUnique
      say "#{label} is there"
    end
  end

  def down
    Tag.where(label: "green").delete_all
  end
end
