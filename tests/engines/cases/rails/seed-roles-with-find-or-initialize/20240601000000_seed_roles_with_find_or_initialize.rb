class SeedRolesWithFindOrInitialize < ActiveRecord::Migration[6.1]
  class Tag < ActiveRecord::Base; end

  def up
    %w[urgent later someday].each do |label|
      tag = Tag.find_or_initialize_by(label: label)
      tag.save!
    end
  end

  def down
    Tag.where(label: %w[urgent later someday]).delete_all
  end
end
