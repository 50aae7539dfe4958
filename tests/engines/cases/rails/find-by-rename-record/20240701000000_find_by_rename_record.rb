class FindByRenameRecord < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base; end

  def up
    Plan.find_by(name: "basic")&.update!(name: "starter")
  end

  def down
    Plan.find_by(name: "starter")&.update!(name: "basic")
  end
end
