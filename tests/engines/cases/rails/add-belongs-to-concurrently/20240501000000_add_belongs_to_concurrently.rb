class AddBelongsToConcurrently < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def change
    add_belongs_to :posts, :plan, index: { algorithm: :concurrently }
  end
end
