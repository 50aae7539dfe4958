class RlNestedModelCallbacksCreate < ActiveRecord::Migration[6.1]
  class Plan < ActiveRecord::Base
    before_validation { self.price ||= 0 }
    validates :name, presence: true, uniqueness: true
  end

  def up
    %w[basic team enterprise].each { |name| Plan.create(name: name) }
  end

  def down
    Plan.where(name: %w[team enterprise]).destroy_all
  end
end
