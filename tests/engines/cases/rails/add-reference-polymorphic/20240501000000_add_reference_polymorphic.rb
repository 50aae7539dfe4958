class AddReferencePolymorphic < ActiveRecord::Migration[6.1]
  def change
    add_reference :posts, :subject, polymorphic: true, index: true
  end
end
