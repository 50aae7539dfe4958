class SuppressMessagesAndSay < ActiveRecord::Migration[6.1]
  def up
    say_with_time "adding columns" do
      suppress_messages do
        add_column :plans, :currency, :string, default: "EUR", null: false
      end
    end
  end

  def down
    remove_column :plans, :currency
  end
end
