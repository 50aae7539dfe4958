class TagsNormaliseMerge < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    Tag.all.group_by { |t| t.label.downcase.strip }.each do |label, tags|
      keep, *rest = tags
      rest.each(&:destroy)
      keep.update!(label: label)
    end
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
