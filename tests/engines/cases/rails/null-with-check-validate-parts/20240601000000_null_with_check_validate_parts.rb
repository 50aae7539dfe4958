class NullWithCheckValidateParts < ActiveRecord::Migration[6.1]
  disable_ddl_transaction!

  def up
    add_check_constraint :posts, "title IS NOT NULL", name: "posts_title_null", validate: false unless check_constraint_there?
    validate_check_constraint :posts, name: "posts_title_null"
  end

  def down
    remove_check_constraint :posts, name: "posts_title_null"
  end

  private

  def check_constraint_there?
    connection.check_constraints(:posts).any? { |constraint| constraint.name == "posts_title_null" }
  end
end
