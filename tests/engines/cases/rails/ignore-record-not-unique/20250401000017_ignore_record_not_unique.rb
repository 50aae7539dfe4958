class IgnoreRecordNotUnique < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  class Tag < ActiveRecord::Base; end

  def up
    %w[news sport culture].each do |label|
      Tag.create!(label: label)
    rescue ActiveRecord::RecordNotUnique
      say "#{label} is there"
    end
  end

  def down
    Tag.where(label: %w[news sport culture]).delete_all
  end
end
