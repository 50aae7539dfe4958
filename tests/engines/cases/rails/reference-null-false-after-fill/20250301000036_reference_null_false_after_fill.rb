class ReferenceNullFalseAfterFill < ActiveRecord::Migration[6.1]
  class User < ActiveRecord::Base; end

  def up
    add_reference :plans, :owner, foreign_key: { to_table: :users }
    owner = User.order(:id).first
    execute("UPDATE plans SET owner_id = #{owner.id}") if owner
    change_column_null :plans, :owner_id, false
  end

  def down
    remove_reference :plans, :owner, foreign_key: { to_table: :users }
  end
end
