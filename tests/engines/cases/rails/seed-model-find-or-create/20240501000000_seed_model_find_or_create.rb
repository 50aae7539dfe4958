class SeedModelFindOrCreate < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
  end

  def up
    %w[free pro].each { |name| Plan.find_or_create_by!(name: name) }
  end

  def down
  end
end
