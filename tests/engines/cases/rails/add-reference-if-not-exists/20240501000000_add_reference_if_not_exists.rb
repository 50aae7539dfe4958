class AddReferenceIfNotExists < ActiveRecord::Migration[6.1]
  def change
    add_reference :posts, :plan, if_not_exists: true
  end
end
